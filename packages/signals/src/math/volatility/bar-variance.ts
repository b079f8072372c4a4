import type { OpenHighLowClose } from '../bar-prices';

/** Variance of the log return over one bar, as its high and low tell it. */
export function parkinsonVariance({ highUsd, lowUsd }: OpenHighLowClose): number {
  return Math.log(highUsd / lowUsd) ** 2 / (4 * Math.LN2);
}

/** As its range and its move tell it: the practical form of Garman and Klass, without the cross terms. */
export function garmanKlassVariance({ openUsd, highUsd, lowUsd, closeUsd }: OpenHighLowClose): number {
  const range = Math.log(highUsd / lowUsd);
  const move = Math.log(closeUsd / openUsd);
  return range ** 2 / 2 - (2 * Math.LN2 - 1) * move ** 2;
}

/** As the distances of high and low from open and close tell it; any drift cancels out. */
export function rogersSatchellVariance({ openUsd, highUsd, lowUsd, closeUsd }: OpenHighLowClose): number {
  const up = Math.log(highUsd / closeUsd) * Math.log(highUsd / openUsd);
  const down = Math.log(lowUsd / closeUsd) * Math.log(lowUsd / openUsd);
  return up + down;
}
