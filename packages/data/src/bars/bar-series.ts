import type { Bar, Trade } from '@perpstream/core';
import type { Emit } from '../market-part';
import { OpenBar } from './open-bar';

/** A longer silence is an interruption: filling it with empty bars would pretend to know what happened. */
const MAX_EMPTY_RUN = 1_000;

/** The bars of one market and one interval, aligned to the epoch: each is closed once, in order, without holes. */
export class BarSeries {
  #open: OpenBar | undefined;
  #closedUntilMs = -Infinity;

  constructor(readonly intervalMs: number) {}

  /** Adds a trade, which first closes the bars that end before it. False when its bar is closed already. */
  add(trade: Trade, emit: Emit<Bar>): boolean {
    if (trade.exchangeMs < this.#closedUntilMs) return false;
    this.closeUntil(trade.exchangeMs, emit);
    this.#open ??= this.#startAt(trade.exchangeMs - (trade.exchangeMs % this.intervalMs), trade.priceUsd);
    this.#open.add(trade);
    return true;
  }

  /** Closes every bar that ends at or before a time of the exchange. */
  closeUntil(exchangeMs: number, emit: Emit<Bar>): void {
    if (this.#open === undefined || exchangeMs < this.#open.endMs) return;
    const emptyBars = Math.floor((exchangeMs - this.#open.endMs) / this.intervalMs);
    this.#closeOpen(this.#open, emit);
    if (emptyBars > MAX_EMPTY_RUN) {
      this.#open = undefined;
      return;
    }
    for (let bars = 0; bars < emptyBars; bars += 1) this.#closeOpen(this.#open, emit);
  }

  #closeOpen(open: OpenBar, emit: Emit<Bar>): void {
    this.#open = this.#startAt(open.endMs, open.closeUsd);
    emit(open.closed());
  }

  #startAt(startMs: number, priceUsd: number): OpenBar {
    this.#closedUntilMs = startMs;
    return new OpenBar(startMs, this.intervalMs, priceUsd);
  }
}
