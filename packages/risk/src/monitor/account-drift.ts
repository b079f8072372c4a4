import type { MarketContext, MarketId } from '@perpstream/core';
import type { AccountMargin } from '../margin/account-margin';
import { DRIFT_TIMES_MS, MarkDrift } from './mark-drift';
import type { MarketRisk } from './market-risk';

/**
 * Where the marks of the open positions are taking the account.
 *
 * The cushion is what equity is above the maintenance margin. It moves with each mark by s - |s| f (s the signed size, f the
 * maintenance fraction) per USD, so the drift of the cushion is the sum of the drifts of the marks times that. Taken with the
 * sizes held now, it knows nothing of what was traded or transferred meanwhile: those are no drift.
 */
export class AccountDrift {
  /** Undefined until the first price. */
  readonly #marks = new Map<MarketId, MarkDrift | undefined>();
  readonly #statedMs = new Map<MarketId, number>();
  #held: readonly MarketRisk[] = [];

  /** Follows the marks of these markets and no others. A market that comes anew starts without a drift. */
  follow(held: readonly MarketRisk[], nowMs: number): void {
    if (held === this.#held) return;
    this.#held = held;
    const ids = new Set(held.map(({ marketId }) => marketId));
    for (const marketId of this.#marks.keys()) if (!ids.has(marketId)) this.#forget(marketId);
    for (const { marketId, oraclePriceUsd } of held) {
      if (this.#marks.has(marketId)) continue;
      this.#marks.set(marketId, oraclePriceUsd > 0 ? new MarkDrift(oraclePriceUsd, nowMs) : undefined);
    }
  }

  /** Takes the oracle price of a context, when it is a new statement of it. */
  hear({ marketId, oraclePriceUsd, oracleReceivedMs }: MarketContext, nowMs: number): void {
    if (!this.#marks.has(marketId) || oraclePriceUsd === undefined) return;
    const statedMs = oracleReceivedMs ?? nowMs;
    if (statedMs === this.#statedMs.get(marketId) || !(oraclePriceUsd > 0 && oraclePriceUsd < Infinity)) return;
    this.#statedMs.set(marketId, statedMs);
    const mark = this.#marks.get(marketId);
    if (mark === undefined) this.#marks.set(marketId, new MarkDrift(oraclePriceUsd, nowMs));
    else mark.state(oraclePriceUsd, nowMs);
  }

  /**
   * When equity meets the maintenance margin if the marks go on as lately, over the time of drift that leads there first, in ms
   * from now. 0 when the account is liquidatable, Infinity when no drift leads there.
   */
  timeToLiquidationMs(held: readonly MarketRisk[], margin: AccountMargin, nowMs: number): number {
    const { equityUsd, maintenanceMarginUsd } = margin;
    if (maintenanceMarginUsd === 0) return Infinity;
    const cushionUsd = equityUsd - maintenanceMarginUsd;
    if (cushionUsd < 0) return 0;
    let nearestMs = Infinity;
    for (let index = 0; index < DRIFT_TIMES_MS.length; index += 1) {
      const usdPerMs = this.#cushionDrift(held, index, nowMs);
      if (usdPerMs < 0) nearestMs = Math.min(nearestMs, cushionUsd / -usdPerMs);
    }
    return nearestMs;
  }

  #forget(marketId: MarketId): void {
    this.#marks.delete(marketId);
    this.#statedMs.delete(marketId);
  }

  #cushionDrift(held: readonly MarketRisk[], index: number, nowMs: number): number {
    let usdPerMs = 0;
    for (const { marketId, sizeBase, maintenanceMarginFraction } of held) {
      const drift = this.#marks.get(marketId)?.usdPerMs(index, nowMs) ?? 0;
      if (drift !== 0) usdPerMs += (sizeBase - Math.abs(sizeBase) * maintenanceMarginFraction) * drift;
    }
    return usdPerMs;
  }
}
