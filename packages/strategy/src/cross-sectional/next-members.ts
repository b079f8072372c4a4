import type { MarketId } from '@perpstream/core';

/** How one side of the book is filled. */
export type SideRules = {
  /** Markets on the side. */
  readonly count: number;
  /** A member stays while its rank is below this; at least `count`. */
  readonly keepBelow: number;
  /** Members whose rank is not known now and that stay all the same. */
  readonly excused: ReadonlySet<MarketId>;
};

/**
 * The members of one side, slot by slot: those that may stay keep their slot, free slots go to the best others.
 *
 * @param members those so far, by slot
 * @param ranking best first; for the short side the worst first
 */
export function nextMembers(
  members: readonly MarketId[],
  ranking: readonly MarketId[],
  { count, keepBelow, excused }: SideRules,
): MarketId[] {
  const stays = (marketId: MarketId): boolean => {
    const rank = ranking.indexOf(marketId);
    return rank < 0 ? excused.has(marketId) : rank < keepBelow;
  };
  const kept = Array.from({ length: count }, (_, slot) => members.slice(slot, slot + 1).find(stays));
  const taken = new Set(kept);
  const newcomers = ranking.filter((marketId) => !taken.has(marketId)).values();
  return kept.flatMap((member) => member ?? newcomers.next().value ?? []);
}
