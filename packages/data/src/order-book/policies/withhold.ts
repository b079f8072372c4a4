import type { UncrossPolicy } from './uncross-policy';

/** A crossed book shows nothing at all: no level is judged, and none is shown that may be wrong. */
export const withhold: UncrossPolicy = (bids, asks) => ({ hiddenBids: bids.count, hiddenAsks: asks.count });
