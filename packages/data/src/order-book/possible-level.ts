import type { BookLevels } from '@perpstream/core';

/** Whether numbers can be those of a level: price > 0, size >= 0, both finite. */
export function isPossibleLevel(priceUsd: number, sizeBase: number): boolean {
  return priceUsd > 0 && priceUsd < Infinity && sizeBase >= 0 && sizeBase < Infinity;
}

/** How many of the levels are not possible, those that are announced but not there included. */
export function countImpossible(levels: BookLevels): number {
  let impossible = 0;
  for (let index = 0; index < levels.count; index += 1) {
    if (!isPossibleLevel(levels.pricesUsd[index] ?? NaN, levels.sizesBase[index] ?? NaN)) impossible += 1;
  }
  return impossible;
}
