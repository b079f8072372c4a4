import type { MarketContext, MarketId, MarketRules } from '@perpstream/core';
import { effectiveInitialMarginFraction } from '../margin/effective-initial-margin-fraction';
import type { AccountRow } from './account-row';
import type { MarkTable } from './mark-table';

/** One market of the watched accounts: who holds it, and what its marks come from. */
export class WatchedMarket {
  readonly holders: Set<AccountRow> = new Set();
  #oraclePriceUsd = NaN;
  #maintenanceMarginFraction = NaN;
  #rules: MarketRules | undefined;
  #openInterestBase = NaN;

  constructor(
    readonly marketId: MarketId,
    /** Where its numbers stand in the table. */
    readonly place: number,
    readonly marks: MarkTable,
  ) {}

  get oraclePriceUsd(): number {
    return this.#oraclePriceUsd;
  }

  /** Takes what a context states, keeps what it leaves out. Returns whether liquidations depend on what changed. */
  applyContext(context: MarketContext): boolean {
    const [mark, maintenance] = [this.#oraclePriceUsd, this.#maintenanceMarginFraction];
    if (context.oraclePriceUsd !== undefined) this.#oraclePriceUsd = soundPrice(context.oraclePriceUsd);
    this.#openInterestBase = context.openInterestBase ?? this.#openInterestBase;
    this.#rules = context.rules ?? this.#rules;
    this.#maintenanceMarginFraction = this.#rules?.maintenanceMarginFraction ?? NaN;
    const { marks, place } = this;
    marks.set(place, this.#oraclePriceUsd, this.#initialMarginFraction(), this.#maintenanceMarginFraction);
    return !Object.is(mark, this.#oraclePriceUsd) || !Object.is(maintenance, this.#maintenanceMarginFraction);
  }

  #initialMarginFraction(): number {
    if (this.#rules === undefined) return NaN;
    return effectiveInitialMarginFraction(this.#rules, this.#openInterestBase * this.#oraclePriceUsd);
  }
}

function soundPrice(priceUsd: number): number {
  return priceUsd > 0 && priceUsd < Infinity ? priceUsd : NaN;
}
