import { hideLosers, smallerBidLoses } from './hide-losers';
import type { RawSide, UncrossPolicy } from './uncross-policy';

function bidLoses(bids: RawSide, bidDepth: number, asks: RawSide, askDepth: number): boolean {
  const bidAge = bids.ageAt(bidDepth);
  const askAge = asks.ageAt(askDepth);
  return bidAge === askAge ? smallerBidLoses(bids, bidDepth, asks, askDepth) : bidAge < askAge;
}

/**
 * Of two crossing levels the one stated earlier is hidden: the other is what the exchange said last. Of two levels of one
 * age the smaller one, of two equal ones the bid.
 *
 * @see https://github.com/dydxprotocol/v4-web `src/bonsai/calculators/orderbook.ts`
 */
export const byAge: UncrossPolicy = (bids, asks) => hideLosers(bids, asks, bidLoses);
