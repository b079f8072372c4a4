import type { BookLevels } from '@perpstream/core';
import type { StatedLevel } from './audit-side';
import type { LadderDirection } from './price-ladder';

/** The levels of one side of an answer by sort key, best first, whatever their order in the answer. */
export function statedSide(levels: BookLevels, direction: LadderDirection): StatedLevel[] {
  const isBid = direction === 1 ? 1 : 0;
  const stated: StatedLevel[] = [];
  for (let index = 0; index < levels.count; index += 1) {
    const sizeBase = levels.sizesBase[index]!;
    if (levels.isBid[index] === isBid && sizeBase > 0)
      stated.push({ key: direction * levels.pricesUsd[index]!, sizeBase });
  }
  return stated.sort((a, b) => b.key - a.key);
}
