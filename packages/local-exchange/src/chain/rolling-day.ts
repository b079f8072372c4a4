import type { FlowTotals } from './flow-totals';

const MINUTE_MS = 60_000;
const MINUTES_PER_DAY = 1440;

type Minute = { readonly startedMs: number; readonly open: number; value: number; trades: number };

/** Sums of the last 24 hours, kept by minute. */
export class RollingDay {
  #minutes: Minute[] = [];
  #close = 0;
  #value = 0;
  #trades = 0;

  add(flow: FlowTotals, timeMs: number): void {
    const startedMs = timeMs - (timeMs % MINUTE_MS);
    let minute = this.#minutes.at(-1);
    if (minute?.startedMs !== startedMs) {
      minute = { startedMs, open: flow.open, value: 0, trades: 0 };
      this.#minutes.push(minute);
    }
    minute.value += flow.value;
    minute.trades += flow.trades;
    this.#value += flow.value;
    this.#trades += flow.trades;
    this.#close = flow.close;
    this.#forgetBefore(startedMs - MINUTES_PER_DAY * MINUTE_MS);
  }

  /** Volume in units of tick x step, number of trades, and change of the price in subticks. */
  totals(): { readonly value: number; readonly trades: number; readonly change: number } {
    const change = this.#close - (this.#minutes[0]?.open ?? this.#close);
    return { value: this.#value, trades: this.#trades, change };
  }

  #forgetBefore(startMs: number): void {
    while (this.#minutes[0] !== undefined && this.#minutes[0].startedMs <= startMs) {
      const { value, trades } = this.#minutes.shift()!;
      this.#value -= value;
      this.#trades -= trades;
    }
  }
}
