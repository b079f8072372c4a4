import type { MarketContext, MarketId } from '@perpstream/core';
import { shown } from '../limits/limit-hit';
import type { MarketRisk } from '../monitor/market-risk';
import type { RiskInput } from '../monitor/risk-options';
import type { Moment } from './moment';
import type { Protection } from './protection';
import type { ProtectionOptions } from './protection-options';
import { endOfUtcDay, endOfUtcHour } from './utc-period';

type FundingOptions = Pick<ProtectionOptions, 'maxFundingPaidFraction' | 'maxFundingProjectedFraction'>;

/**
 * Locks the book for the rest of the UTC day when the funding paid in it is too large a share of equity, and a market for the rest of
 * the hour when the position held there would pay too much in a day at the rate predicted now.
 */
export class FundingCost implements Protection {
  readonly hears = ['position', 'context'] as const;
  readonly #rates = new Map<MarketId, number>();
  #dayEndMs: number;
  #paidUsd: number;

  constructor(
    private readonly options: FundingOptions,
    start: { readonly atMs: number; readonly paidUsd: number } | undefined,
  ) {
    this.#dayEndMs = start === undefined ? -Infinity : endOfUtcDay(start.atMs);
    this.#paidUsd = start?.paidUsd ?? 0;
  }

  /** Paid less received since the start of the UTC day. */
  get paidUsd(): number {
    return this.#paidUsd;
  }

  get dueMs(): number {
    return this.#dayEndMs;
  }

  advance({ nowMs }: Moment): void {
    if (!(nowMs >= this.#dayEndMs)) return;
    this.#dayEndMs = endOfUtcDay(nowMs);
    this.#paidUsd = 0;
  }

  hear(input: RiskInput, moment: Moment): void {
    if (input.kind === 'context') this.#hearRate(input, moment);
    if (input.kind !== 'position' || input.reason !== 'funding') return;
    this.#paidUsd -= input.fundingUsd;
    this.#judgePaid(moment);
  }

  settle(moment: Moment): void {
    for (const market of moment.held) this.#judgeProjected(moment, market);
  }

  #hearRate({ marketId, nextFundingRate1h }: MarketContext, moment: Moment): void {
    if (nextFundingRate1h === undefined || nextFundingRate1h === this.#rates.get(marketId)) return;
    this.#rates.set(marketId, nextFundingRate1h);
    const market = moment.held.find((held) => held.marketId === marketId);
    if (market !== undefined) this.#judgeProjected(moment, market);
  }

  #judgePaid({ nowMs, equityUsd, locks }: Moment): void {
    const { maxFundingPaidFraction: bound } = this.options;
    const value = this.#paidUsd / equityUsd;
    if (!(equityUsd > 0 && value >= bound) || locks.find('funding-cost') !== undefined) return;
    const message = `${shown(this.#paidUsd)} USD of funding were paid since 00:00 UTC, ${shown(value * 100)} % of equity (bound ${shown(bound * 100)} %)`;
    const untilMs = endOfUtcDay(nowMs);
    locks.lock({ protection: 'funding-cost', value, bound, sinceMs: nowMs, untilMs, message });
  }

  #judgeProjected({ nowMs, equityUsd, locks }: Moment, { marketId, notionalUsd }: MarketRisk): void {
    const { maxFundingProjectedFraction: bound } = this.options;
    const dayUsd = notionalUsd * (this.#rates.get(marketId) ?? 0) * 24;
    const value = dayUsd / equityUsd;
    if (!(equityUsd > 0 && value >= bound) || locks.find('funding-cost', marketId) !== undefined) return;
    const message = `the position in ${marketId} would pay ${shown(dayUsd)} USD of funding a day, ${shown(value * 100)} % of equity (bound ${shown(bound * 100)} %)`;
    const untilMs = endOfUtcHour(nowMs);
    locks.lock({ protection: 'funding-cost', marketId, value, bound, sinceMs: nowMs, untilMs, message });
  }
}
