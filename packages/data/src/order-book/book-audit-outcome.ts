import type { SideAudit, WrongLevel } from './audit-side';

/** The wrong level that mattered most: the one whose two sizes differ by the most USD. */
export type WorstLevel = WrongLevel & { readonly side: 'bid' | 'ask' };

/** What a comparison of a book with an answer of the REST interface came to; the book is corrected already. */
export type BookAuditOutcome = {
  readonly judgedLevels: number;
  /** Of these, wrong: missing, gone, or of another size. */
  readonly wrongLevels: number;
  /** Levels deeper than what was known before; they are added and count neither as judged nor as wrong. */
  readonly learnedLevels: number;
  /** Absent when no level was wrong. */
  readonly worst?: WorstLevel;
};

const differenceUsd = ({ priceUsd, heldBase, statedBase }: WrongLevel): number =>
  Math.abs(statedBase - heldBase) * priceUsd;

/** The outcome of both sides together. */
export function auditOutcome(bids: SideAudit, asks: SideAudit): BookAuditOutcome {
  const wrong: readonly WorstLevel[] = [
    ...bids.wrong.map((level) => ({ ...level, side: 'bid' as const })),
    ...asks.wrong.map((level) => ({ ...level, side: 'ask' as const })),
  ];
  const [first, ...others] = wrong;
  const counts = {
    judgedLevels: bids.judgedLevels + asks.judgedLevels,
    wrongLevels: wrong.length,
    learnedLevels: bids.learnedLevels + asks.learnedLevels,
  };
  if (first === undefined) return counts;
  const worst = others.reduce((worse, level) => (differenceUsd(level) > differenceUsd(worse) ? level : worse), first);
  return { ...counts, worst };
}
