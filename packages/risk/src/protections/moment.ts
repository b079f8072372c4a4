import type { AccountState, MarketId } from '@perpstream/core';
import type { MarketRisk } from '../monitor/market-risk';
import type { LockTable } from './lock-table';
import type { RiskJournal } from './risk-journal';

/** What protections are told of the account: the book of the operator they live in. */
export interface ProtectionFacts {
  readonly account: AccountState | undefined;
  market(marketId: MarketId): MarketRisk;
  /** Undefined while the account is not known, NaN while a mark of an open position is not. */
  equityUsd(): number | undefined;
}

/** The longest pause between two events that counts as time in which something was heard, in ms. */
const MAX_PAUSE_MS = 5_000;

/** What protections look at: time, the account, and the transfers since they looked last. One per subscription, reused. */
export class Moment {
  nowMs: number = -Infinity;
  /**
   * Grows like time, but not while nothing at all comes: only while other events come does the silence of one source mean
   * something.
   */
  heardMs = 0;
  facts: ProtectionFacts | undefined;
  /** The markets with an open position. */
  held: readonly MarketRisk[] = [];
  /** The latest equity that was a number; NaN before the first. */
  equityUsd: number = NaN;
  /** Whether it holds now. */
  isEquityKnown = false;
  /** What was transferred in since the equity before, in USD, and what that multiplied the capital by; NaN when it made a new start. */
  transferUsd = 0;
  transferScale = 1;
  #transfersUsd: number | undefined;

  constructor(
    readonly locks: LockTable,
    readonly journal: RiskJournal,
  ) {}

  /** Says that transfers count from the start of the run, since what was before is remembered. */
  countTransfersFromStart(): void {
    this.#transfersUsd = 0;
  }

  /** Lets time pass; false when it did not. */
  advance(nowMs: number): boolean {
    const passedMs = nowMs - this.nowMs;
    if (!(passedMs > 0)) return false;
    if (passedMs < Infinity) this.heardMs += passedMs < MAX_PAUSE_MS ? passedMs : MAX_PAUSE_MS;
    this.nowMs = nowMs;
    return true;
  }

  /** Looks at the account anew. */
  look(facts: ProtectionFacts): void {
    const { account } = facts;
    const equityUsd = facts.equityUsd() ?? NaN;
    this.isEquityKnown = account !== undefined && Number.isFinite(equityUsd);
    if (account === undefined || !this.isEquityKnown) return;
    this.equityUsd = equityUsd;
    const before = this.#transfersUsd ?? account.transfersUsd;
    this.#transfersUsd = account.transfersUsd;
    this.transferUsd = account.transfersUsd - before;
    if (this.transferUsd === 0) return;
    const beforeUsd = equityUsd - this.transferUsd;
    this.transferScale = beforeUsd > 0 ? Math.max(0, equityUsd) / beforeUsd : NaN;
  }

  /** Says that all have taken note of the last transfer. */
  forgetTransfer(): void {
    this.transferUsd = 0;
    this.transferScale = 1;
  }

  /** An equity of the past at the scale of the present capital, so that fractions of it stay what they were. */
  rescaled(pastEquityUsd: number): number {
    const { transferScale } = this;
    if (transferScale === 1) return pastEquityUsd;
    return Number.isNaN(transferScale) ? this.equityUsd : pastEquityUsd * transferScale;
  }
}
