import { matchSizes, subtractSmaller } from './match-sizes';
import type { UncrossPolicy } from './uncross-policy';

/** Two crossing levels both shrink by the smaller size whatever their age, as if they had traded. */
export const bySubtraction: UncrossPolicy = (bids, asks) =>
  matchSizes(bids, asks, (_bids, _bidDepth, _asks, _askDepth, before) => subtractSmaller(before));
