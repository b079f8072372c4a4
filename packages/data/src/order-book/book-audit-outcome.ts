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
  /** Of those judged, right but hidden by a statement that crosses them; they win against it from now on. */
  readonly confirmedLevels: number;
  /** Absent when no level was wrong. */
  readonly worst?: WorstLevel;
};

const differenceUsd = ({ priceUsd, heldBase, statedBase }: WrongLevel): number =>
  Math.abs(statedBase - heldBase) * priceUsd;

function worstOf(wrong: readonly WorstLevel[]): WorstLevel | undefined {
  return wrong.reduce<WorstLevel | undefined>(
    (worst, level) => (worst === undefined || differenceUsd(level) > differenceUsd(worst) ? level : worst),
    undefined,
  );
}

/** The outcome of both sides together. */
export function auditOutcome(bids: SideAudit, asks: SideAudit): BookAuditOutcome {
  const worst = worstOf([
    ...bids.wrong.map((level) => ({ ...level, side: 'bid' as const })),
    ...asks.wrong.map((level) => ({ ...level, side: 'ask' as const })),
  ]);
  return {
    judgedLevels: bids.judgedLevels + asks.judgedLevels,
    wrongLevels: bids.wrong.length + asks.wrong.length,
    learnedLevels: bids.learnedLevels + asks.learnedLevels,
    confirmedLevels: bids.confirmedLevels + asks.confirmedLevels,
    ...(worst === undefined ? {} : { worst }),
  };
}

/** The outcome of several passes: each judges anew what was right before, and nothing that it changed. */
export function sumOfPasses(passes: readonly BookAuditOutcome[]): BookAuditOutcome {
  return passes.reduce((before, pass) => {
    const worst = worstOf([before.worst, pass.worst].filter((level) => level !== undefined));
    return {
      judgedLevels: before.wrongLevels + before.confirmedLevels + pass.judgedLevels,
      wrongLevels: before.wrongLevels + pass.wrongLevels,
      learnedLevels: before.learnedLevels + pass.learnedLevels,
      confirmedLevels: before.confirmedLevels + pass.confirmedLevels,
      ...(worst === undefined ? {} : { worst }),
    };
  });
}
