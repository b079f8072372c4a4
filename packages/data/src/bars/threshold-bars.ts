import type { Bar, Trade } from '@perpstream/core';
import type { Emit } from '../market-part';
import type { BarSeries } from './bar-series';
import type { ThresholdSpec } from './bar-specs';
import { OpenBar } from './open-bar';

/** Decimal amounts add up to a hair less than their sum in float64: 0.7 + 0.1 + 0.2 reaches 1. */
const ALMOST = 1 - 1e-12;

function isReached(open: OpenBar, spec: ThresholdSpec): boolean {
  switch (spec.type) {
    case 'tick':
      return open.trades >= spec.trades;
    case 'volume':
      return open.volumeBase >= spec.base * ALMOST;
    case 'dollar':
      return open.volumeUsd >= spec.usd * ALMOST;
    case 'imbalance':
      return Math.abs(open.signedUsd) >= spec.usd * ALMOST;
  }
}

/**
 * Bars of one market that are closed by the trade that reaches a bound; it belongs to them whole, and the next bar starts
 * from nothing with the next trade. There are no empty ones.
 */
export class ThresholdBars implements BarSeries {
  #open: OpenBar | undefined;
  #newestMs = -Infinity;
  #isMissing = false;
  #isDoubted = false;

  constructor(
    private readonly spec: ThresholdSpec,
    private readonly emit: Emit<Bar>,
  ) {}

  /** A trade that comes late counts when it comes, so that bars stay in order of time. */
  add(trade: Trade): boolean {
    this.#newestMs = Math.max(this.#newestMs, trade.exchangeMs);
    const open = (this.#open ??= new OpenBar(this.spec, this.#newestMs, trade.priceUsd));
    open.add(trade);
    if (isReached(open, this.spec)) this.#close(open);
    return true;
  }

  missTrades(): void {
    this.#isMissing = this.#open !== undefined;
  }

  doubt(isDoubted: boolean): void {
    this.#isDoubted = isDoubted;
  }

  #close(open: OpenBar): void {
    const isComplete = !this.#isMissing && !this.#isDoubted;
    this.#open = undefined;
    this.#isMissing = false;
    // Times of the exchange are whole ms: the end is the first one after the last trade.
    this.emit(open.closed(this.#newestMs + 1, isComplete));
  }
}
