import type { RawSide, Uncrossed } from './uncross-policy';

/** Sizes that are left of two crossing levels, in base units; at least one of them is 0. */
export type Remaining = { readonly bidBase: number; readonly askBase: number };

/** What is left of the levels at these depths, of which so much was left before. */
export type Match = (bids: RawSide, bidDepth: number, asks: RawSide, askDepth: number, before: Remaining) => Remaining;

/** Both shrink by the smaller size: the smaller is gone, and both are if they are equal. */
export function subtractSmaller({ bidBase, askBase }: Remaining): Remaining {
  const matchedBase = Math.min(bidBase, askBase);
  return { bidBase: bidBase - matchedBase, askBase: askBase - matchedBase };
}

const sizeOrNone = (side: RawSide, depth: number): number => (depth < side.count ? side.sizeAt(depth) : 0);

/** The first visible size of a side where it is not the whole level. */
function reduced(side: RawSide, depth: number, leftBase: number): number | undefined {
  return depth < side.count && leftBase < side.sizeAt(depth) ? leftBase : undefined;
}

/** Matches the best levels that are left against each other until nothing crosses; a level of which nothing is left is hidden. */
export function matchSizes(bids: RawSide, asks: RawSide, match: Match): Uncrossed {
  let hiddenBids = 0;
  let hiddenAsks = 0;
  let left: Remaining = { bidBase: sizeOrNone(bids, 0), askBase: sizeOrNone(asks, 0) };
  while (hiddenBids < bids.count && hiddenAsks < asks.count && bids.priceAt(hiddenBids) >= asks.priceAt(hiddenAsks)) {
    const { bidBase, askBase } = match(bids, hiddenBids, asks, hiddenAsks, left);
    if (bidBase === 0) hiddenBids += 1;
    if (askBase === 0) hiddenAsks += 1;
    left = {
      bidBase: bidBase === 0 ? sizeOrNone(bids, hiddenBids) : bidBase,
      askBase: askBase === 0 ? sizeOrNone(asks, hiddenAsks) : askBase,
    };
  }
  return {
    hiddenBids,
    hiddenAsks,
    firstBidBase: reduced(bids, hiddenBids, left.bidBase),
    firstAskBase: reduced(asks, hiddenAsks, left.askBase),
  };
}
