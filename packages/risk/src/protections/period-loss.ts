import type { ProtectionName } from '@perpstream/core';
import { shown } from '../limits/limit-hit';
import type { Moment } from './moment';
import type { Protection } from './protection';
import type { PeriodEnd } from './utc-period';

/** What one stop of losses is made of. */
export type PeriodLossOptions = {
  readonly protection: ProtectionName;
  /** For people: `day`, `week`, `month`. */
  readonly period: string;
  readonly endOf: PeriodEnd;
  readonly maxLossUsd: number;
  readonly maxLossFraction: number;
};

/** What is known of a period that began before this run; `atMs` undefined means the period of the first event. */
export type PeriodStart = {
  readonly atMs: number | undefined;
  readonly equityUsd: number;
  readonly startEquityUsd: number;
  readonly pnlUsd: number;
};

/**
 * Locks the book for the rest of a calendar period in UTC once the loss of the period reaches its bound, even if the loss is
 * made good.
 *
 * A period starts with the latest equity of the one before, or with the first equity that is known. Transfers are neither gain nor
 * loss: the loss in USD is taken net of them, and the loss as a fraction is what the money that was there lost, as for a fund that
 * issues and redeems shares at the present value.
 */
export class PeriodLoss implements Protection {
  #endMs = -Infinity;
  #equityUsd: number | undefined;
  /** At the scale of the present capital. */
  #startUsd: number | undefined;
  /** With all transfers since added. */
  #startAndTransfersUsd = 0;

  constructor(
    private readonly options: PeriodLossOptions,
    start?: PeriodStart,
  ) {
    if (start === undefined) return;
    if (start.atMs !== undefined) this.#endMs = options.endOf(start.atMs);
    this.#equityUsd = start.equityUsd;
    this.#startUsd = start.startEquityUsd;
    this.#startAndTransfersUsd = start.equityUsd - start.pnlUsd;
  }

  /** Equity now minus equity at the start, net of transfers; 0 while equity is not known. */
  get pnlUsd(): number {
    return this.#equityUsd === undefined ? 0 : this.#equityUsd - this.#startAndTransfersUsd;
  }

  /** At the scale of the present capital; undefined before the first equity. */
  get startEquityUsd(): number | undefined {
    return this.#startUsd;
  }

  get dueMs(): number {
    return this.#endMs;
  }

  advance({ nowMs }: Moment): void {
    if (!(nowMs >= this.#endMs)) return;
    const isFirst = this.#endMs === -Infinity;
    this.#endMs = this.options.endOf(nowMs);
    if (isFirst || this.#equityUsd === undefined) return;
    this.#startUsd = this.#equityUsd;
    this.#startAndTransfersUsd = this.#equityUsd;
  }

  settle(moment: Moment): void {
    if (!moment.isEquityKnown) return;
    const { equityUsd } = moment;
    if (this.#startUsd === undefined) {
      this.#startUsd = equityUsd;
      this.#startAndTransfersUsd = equityUsd;
    } else if (moment.transferUsd !== 0) {
      this.#startUsd = moment.rescaled(this.#startUsd);
      this.#startAndTransfersUsd += moment.transferUsd;
    }
    this.#equityUsd = equityUsd;
    this.#judge(moment, this.#startUsd, equityUsd);
  }

  #judge(moment: Moment, startUsd: number, equityUsd: number): void {
    const { maxLossUsd, maxLossFraction } = this.options;
    const lossUsd = -this.pnlUsd;
    const isAboveUsd = lossUsd >= maxLossUsd;
    // A fraction of no equity is no bound: without equity nothing new is let in anyway.
    const fractionUsd = startUsd > 0 ? startUsd * maxLossFraction : Infinity;
    const isAboveFraction = startUsd - equityUsd >= fractionUsd;
    if (isAboveUsd && !(isAboveFraction && fractionUsd < maxLossUsd)) this.#lock(moment, lossUsd, maxLossUsd);
    else if (isAboveFraction) this.#lock(moment, startUsd - equityUsd, fractionUsd);
  }

  #lock({ nowMs, locks }: Moment, value: number, bound: number): void {
    const { protection, period } = this.options;
    if (locks.find(protection) !== undefined) return;
    const message = `the ${period}'s loss of ${shown(value)} USD reached ${shown(bound)} USD; no new exposure until the next UTC ${period}`;
    locks.lock({ protection, value, bound, sinceMs: nowMs, untilMs: this.#endMs, message });
  }
}
