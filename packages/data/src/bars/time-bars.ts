import type { Trade } from '@perpstream/core';
import type { BarOutlet, BarSeries } from './bar-series';
import type { TimeSpec } from './bar-specs';
import { OpenBar } from './open-bar';

/** Bars without a trade that are made at once, and bars of history; of a longer time only the newest are made. */
export const MAX_RUN_BARS = 1_000;

/** Time bars of one market, aligned to the epoch; between trades they are empty and carry the close. */
export class TimeBars implements BarSeries {
  #open: OpenBar | undefined;
  #closedUntilMs = -Infinity;
  #missingThroughMs = -Infinity;
  #isDoubted = false;

  constructor(
    private readonly spec: TimeSpec,
    private readonly outlet: BarOutlet,
  ) {}

  add(trade: Trade): boolean {
    if (trade.exchangeMs < this.#closedUntilMs) return false;
    this.closeUntil(trade.exchangeMs);
    this.#open ??= this.#beginAt(this.#startOf(trade.exchangeMs), trade.priceUsd);
    this.#open.add(trade);
    return true;
  }

  /** Closes every bar that ends at or before a time of the exchange. */
  closeUntil(exchangeMs: number): void {
    if (this.#open === undefined || exchangeMs < this.#endOf(this.#open)) return;
    const { intervalMs } = this.spec;
    const endMs = this.#endOf(this.#open);
    const emptyBars = Math.floor((exchangeMs - endMs) / intervalMs);
    this.#closeOpen(this.#open);
    if (emptyBars > MAX_RUN_BARS) {
      this.#open = this.#beginAt(endMs + (emptyBars - MAX_RUN_BARS) * intervalMs, this.#open.closeUsd);
    }
    for (let bars = Math.min(emptyBars, MAX_RUN_BARS); bars > 0; bars -= 1) this.#closeOpen(this.#open);
  }

  missTrades(throughMs: number, newestMs: number): void {
    this.#missingThroughMs = Math.max(this.#missingThroughMs, throughMs);
    const earliestMs = this.#startOf(newestMs) - MAX_RUN_BARS * this.spec.intervalMs;
    if (!(earliestMs > throughMs)) return;
    if (this.#open !== undefined) this.#closeOpen(this.#open);
    this.#open = undefined;
    this.#closedUntilMs = Math.max(this.#closedUntilMs, earliestMs);
  }

  doubt(isDoubted: boolean): void {
    this.#isDoubted = isDoubted;
  }

  #startOf(exchangeMs: number): number {
    return Math.floor(exchangeMs / this.spec.intervalMs) * this.spec.intervalMs;
  }

  #endOf({ startMs }: OpenBar): number {
    return startMs + this.spec.intervalMs;
  }

  #beginAt(startMs: number, priceUsd: number): OpenBar {
    this.outlet.begin(startMs);
    return this.#openAt(startMs, priceUsd);
  }

  #openAt(startMs: number, priceUsd: number): OpenBar {
    this.#closedUntilMs = startMs;
    return new OpenBar(this.spec, startMs, priceUsd);
  }

  #closeOpen(open: OpenBar): void {
    const endMs = this.#endOf(open);
    const isComplete = open.startMs > this.#missingThroughMs && !this.#isDoubted;
    this.#open = this.#openAt(endMs, open.closeUsd);
    this.outlet.take(open.closed(endMs, isComplete));
  }
}
