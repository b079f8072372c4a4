import type { AuditResult } from '@perpstream/core';

/** What the book of one market says about its own condition. */
export interface BookHealth {
  /** Crossing levels that had to be hidden since the market was first seen. */
  readonly crossesRepaired: number;
  /** Levels of the view on its thinner side. */
  readonly knownLevels: number;
  /** Outcome of the newest audit of this book; absent before the first one since its snapshot. */
  readonly lastAudit: AuditResult | undefined;
}
