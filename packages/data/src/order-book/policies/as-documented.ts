import { matchSizes, subtractSmaller, type Match } from './match-sizes';
import type { UncrossPolicy } from './uncross-policy';

const hideEarlier: Match = (bids, bidDepth, asks, askDepth, before) => {
  const bidAge = bids.ageAt(bidDepth);
  const askAge = asks.ageAt(askDepth);
  if (bidAge === askAge) return subtractSmaller(before);
  return bidAge < askAge ? { ...before, bidBase: 0 } : { ...before, askBase: 0 };
};

/**
 * Of two crossing levels the one stated earlier is hidden; two levels of one age both shrink by the smaller size.
 *
 * @see https://docs.dydx.xyz/interaction/data/watch-orderbook
 */
export const asDocumented: UncrossPolicy = (bids, asks) => matchSizes(bids, asks, hideEarlier);
