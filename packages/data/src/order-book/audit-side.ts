import type { PriceLadder } from './price-ladder';

/** The exchange states at most so many levels a side; fewer are the whole side. */
export const STATED_LEVELS_LIMIT = 100;

/** A level of an answer: its sort key and size in base units. */
export type StatedLevel = { readonly key: number; readonly sizeBase: number };

/** What limits the judgement of one side. */
export type AuditScope = {
  /** So many levels at the top lose to a cross; that an answer lacks them tells nothing, the exchange hides such levels too. */
  readonly hiddenLevels: number;
  /** What is younger was changed after the answer may have been true. */
  readonly judgedAge: number;
  /** The age that corrected levels get. */
  readonly correctedAge: number;
};

/** A level that differs; a size of 0 means that there is no such level. */
export type WrongLevel = { readonly priceUsd: number; readonly heldBase: number; readonly statedBase: number };

/** What came of the audit of one side; it is corrected. */
export type SideAudit = {
  readonly judgedLevels: number;
  readonly wrong: readonly WrongLevel[];
  /** Levels beyond what was known before; news, not mistakes. */
  readonly learnedLevels: number;
  /** Levels that lose to a cross although the answer states them. */
  readonly confirmedLevels: number;
};

/** A level that is held, stated, or both; `depth` is undefined where it is not held. */
type Pair = { readonly key: number; readonly depth: number | undefined; readonly statedBase: number };

/** Matches held and stated levels down to `endKey`, best first. */
function pairUp(ladder: PriceLadder, stated: readonly StatedLevel[], endKey: number): Pair[] {
  const pairs: Pair[] = [];
  let at = 0;
  const takeMissingAbove = (key: number): void => {
    for (let level = stated[at]; level !== undefined && level.key > key; level = stated[++at]) {
      pairs.push({ key: level.key, depth: undefined, statedBase: level.sizeBase });
    }
  };
  for (let depth = 0; depth < ladder.count && ladder.keyAt(depth) >= endKey; depth += 1) {
    const key = ladder.keyAt(depth);
    takeMissingAbove(key);
    const level = stated[at];
    const isStated = level !== undefined && level.key === key;
    if (isStated) at += 1;
    pairs.push({ key, depth, statedBase: isStated ? level.sizeBase : 0 });
  }
  takeMissingAbove(-Infinity);
  return pairs;
}

/**
 * Compares one side with what an answer states of it, best level first, and corrects it.
 *
 * Judged are the levels down to the worst stated one, or all where the answer holds fewer than the exchange's limit.
 * Better levels than the best stated one are judged too: a level whose deletion was lost stands just there. Not judged
 * are levels that lose to a cross unless they are stated, and levels that the stream set or deleted since the answer may
 * have been true; when it is no longer known what was deleted since then, levels that are not held are not judged.
 *
 * A level that loses although it is stated as it is held counts as stated again, as early as the answer may be: it then
 * wins against everything older.
 */
export function auditSide(ladder: PriceLadder, stated: readonly StatedLevel[], scope: AuditScope): SideAudit {
  const { hiddenLevels, judgedAge, correctedAge } = scope;
  const { horizonKey, deletions } = ladder;
  const endKey = stated.length < STATED_LEVELS_LIMIT ? -Infinity : stated[stated.length - 1]!.key;
  const knowsDeletions = deletions.reachesBackTo(judgedAge);
  const isHidden = ({ depth }: Pair): boolean => depth !== undefined && depth < hiddenLevels;
  const heldBase = ({ depth }: Pair): number => (depth === undefined ? 0 : ladder.sizeAt(depth));
  const isJudged = (pair: Pair): boolean => {
    if (pair.depth === undefined) return knowsDeletions && !deletions.hasSince(pair.key, judgedAge);
    return ladder.ageAt(pair.depth) <= judgedAge && (!isHidden(pair) || pair.statedBase > 0);
  };
  const state = ({ key, statedBase }: Pair, age: number): void => {
    ladder.set(ladder.priceOf(key), statedBase, age);
  };
  const judged = pairUp(ladder, stated, endKey).filter(isJudged);
  const differing = judged.filter((pair) => pair.statedBase !== heldBase(pair));
  const confirmed = judged.filter((pair) => isHidden(pair) && pair.statedBase === heldBase(pair));
  const learned = differing.filter(({ key, depth }) => depth === undefined && key < horizonKey);
  const wrong = differing
    .filter((pair) => !learned.includes(pair))
    .map((pair) => ({ priceUsd: ladder.priceOf(pair.key), heldBase: heldBase(pair), statedBase: pair.statedBase }));
  if (knowsDeletions) ladder.horizonKey = Math.min(horizonKey, endKey);
  for (const pair of confirmed) state(pair, judgedAge + 0.5);
  for (const pair of differing) state(pair, correctedAge);
  return {
    judgedLevels: judged.length - learned.length,
    wrong,
    learnedLevels: learned.length,
    confirmedLevels: confirmed.length,
  };
}
