import type { MarketContext, MarketId, MarketRules } from '@perpstream/core';
import { effectiveInitialMarginFraction } from '../margin/effective-initial-margin-fraction';
import type { AccountRow } from './account-row';

/** The mark and the margin fractions of one market, shared by all accounts that hold it. NaN is what is not known. */
export class WatchedMarket {
  readonly holders: Set<AccountRow> = new Set();
  oraclePriceUsd: number = NaN;
  initialMarginFraction: number = NaN;
  maintenanceMarginFraction: number = NaN;
  #rules: MarketRules | undefined;
  #openInterestBase = NaN;

  constructor(readonly marketId: MarketId) {}

  /** Takes what a context states, keeps what it leaves out. Returns whether liquidations depend on what changed. */
  applyContext(context: MarketContext): boolean {
    const { oraclePriceUsd: mark, maintenanceMarginFraction: maintenance } = this;
    if (context.oraclePriceUsd !== undefined) this.oraclePriceUsd = soundPrice(context.oraclePriceUsd);
    this.#rules = context.rules ?? this.#rules;
    this.#openInterestBase = context.openInterestBase ?? this.#openInterestBase;
    if (this.#rules !== undefined) {
      this.maintenanceMarginFraction = this.#rules.maintenanceMarginFraction;
      const openInterestUsd = this.#openInterestBase * this.oraclePriceUsd;
      this.initialMarginFraction = effectiveInitialMarginFraction(this.#rules, openInterestUsd);
    }
    return !Object.is(mark, this.oraclePriceUsd) || !Object.is(maintenance, this.maintenanceMarginFraction);
  }
}

function soundPrice(priceUsd: number): number {
  return priceUsd > 0 && priceUsd < Infinity ? priceUsd : NaN;
}
