import { type MarketId } from '@perpstream/core';

const HOUR_MS = 3_600_000;

/** A funding payment: a fraction of the position's value, for the `hours` that end at `atMs`. Positive: longs pay. */
export type FundingPayment = { readonly atMs: number; readonly rate: number; readonly hours: number };

/** The funding of one market. Longer periods are paid in equal parts at the end of each of their hours. */
export class FundingHistory {
  readonly #paid = new Map<number, number>();
  readonly #payments: readonly FundingPayment[];
  #known = -1;

  /** @param payments in order of time, at full hours */
  constructor(payments: readonly FundingPayment[]) {
    this.#payments = payments;
    for (const { atMs, rate, hours } of payments) {
      for (let hour = 0; hour < hours; hour += 1) this.#paid.set(atMs / HOUR_MS - hour, rate / hours);
    }
  }

  /** The rate paid at the end of the hour in which `atMs` lies; a full hour belongs to the one that it ends. */
  paidRate1h(atMs: number): number | undefined {
    return this.#paid.get(Math.ceil(atMs / HOUR_MS));
  }

  /** The hourly rate of the latest payment that was over before `atMs`: all that could be known then. Times must ascend. */
  settledRate1h(atMs: number): number | undefined {
    while ((this.#payments[this.#known + 1]?.atMs ?? Infinity) < atMs) this.#known += 1;
    const payment = this.#payments[this.#known];
    return payment && payment.rate / payment.hours;
  }
}

/** The funding of all markets for which there are data. */
export type FundingTable = ReadonlyMap<MarketId, FundingHistory>;
