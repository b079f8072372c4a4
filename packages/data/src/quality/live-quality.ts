/** What the quality of a live market is judged by. */
export type QualityFacts = {
  /** Age of the newest data, and the age at which the market is stale. */
  readonly ageMs: number;
  readonly staleAfterMs: number;
  /** Crossing levels that had to be hidden in the last minute. */
  readonly crossesPerMinute: number;
  /** Levels of the published book on its thinner side. */
  readonly knownLevels: number;
  /** The newest audit of the book; absent when there was none since its snapshot. */
  readonly audit?: { readonly ageMs: number; readonly judgedLevels: number; readonly wrongLevels: number } | undefined;
};

const CROSSES_THAT_HALVE = 60;
const LEVELS_OF_A_DEEP_BOOK = 10;
const NEVER_AUDITED = 0.95;
const AUDIT_VALID_MS = 600_000;
const WRONG_SHARE_WEIGHT = 5;
const WORST_AUDIT = 0.5;

/** 1 up to half the bound, then falling to 0.5 at the bound, where the market is stale. */
function freshness({ ageMs, staleAfterMs }: QualityFacts): number {
  return Math.min(1, 1.5 - ageMs / staleAfterMs);
}

/** 0.5 at one cross a second. */
function calm({ crossesPerMinute }: QualityFacts): number {
  return CROSSES_THAT_HALVE / (CROSSES_THAT_HALVE + crossesPerMinute);
}

/** 0.5 when a tenth of the levels was wrong; an audit fades to the value of no audit within ten minutes. */
function confirmation({ audit }: QualityFacts): number {
  if (audit === undefined) return NEVER_AUDITED;
  const wrongShare = audit.wrongLevels / audit.judgedLevels;
  const found = Math.max(WORST_AUDIT, 1 - WRONG_SHARE_WEIGHT * wrongShare);
  const weight = Math.max(0, 1 - audit.ageMs / AUDIT_VALID_MS);
  return NEVER_AUDITED + (found - NEVER_AUDITED) * weight;
}

/** 0 without a book, 0.55 with one level a side, 1 from ten levels on. */
function depth({ knownLevels }: QualityFacts): number {
  if (knownLevels === 0) return 0;
  return Math.min(1, 0.5 + knownLevels / (2 * LEVELS_OF_A_DEEP_BOOK));
}

/** How good the data of a live market are, 0 to 1: the product of freshness, calm, confirmation and depth. */
export function liveQuality(facts: QualityFacts): number {
  return freshness(facts) * calm(facts) * confirmation(facts) * depth(facts);
}
