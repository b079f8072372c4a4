import type { RawSide, Uncrossed } from './uncross-policy';

/** Which of two crossing levels is hidden: true for the bid. */
export type BidLoses = (bids: RawSide, bidDepth: number, asks: RawSide, askDepth: number) => boolean;

/** Compares the best levels that are left, and hides the one that loses, until nothing crosses. */
export function hideLosers(bids: RawSide, asks: RawSide, bidLoses: BidLoses): Uncrossed {
  let hiddenBids = 0;
  let hiddenAsks = 0;
  while (hiddenBids < bids.count && hiddenAsks < asks.count && bids.priceAt(hiddenBids) >= asks.priceAt(hiddenAsks)) {
    if (bidLoses(bids, hiddenBids, asks, hiddenAsks)) hiddenBids += 1;
    else hiddenAsks += 1;
  }
  return { hiddenBids, hiddenAsks };
}

/** Whether the bid is the smaller of the two; of equal ones it is the bid that goes. */
export const smallerBidLoses: BidLoses = (bids, bidDepth, asks, askDepth) =>
  bids.sizeAt(bidDepth) <= asks.sizeAt(askDepth);
