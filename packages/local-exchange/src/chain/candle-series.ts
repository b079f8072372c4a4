import { CANDLE_MS, type CandleResolution } from '@perpstream/core';
import { followedBy, type FlowTotals } from './flow-totals';

/** A candle that still grows, or the last state of one that has ended. */
export type GrowingCandle = {
  readonly startedMs: number;
  readonly totals: FlowTotals;
  readonly openInterest: string;
  readonly midOpen: string | null;
  readonly midClose: string | null;
};

/** What a block did to a series: the candle that ended with it, and the newest one if it is new or has changed. */
export type CandleChange = { readonly ended?: GrowingCandle; readonly newest?: GrowingCandle };

/** State of the market at a block, as candles show it. */
export type BlockContext = {
  readonly timeMs: number;
  readonly mid: () => string | null;
  readonly openInterest: () => string;
};

/**
 * The candles of one market and resolution. Once a market has traded, every period has a candle: one without trades
 * stands at the close before it.
 *
 * @see v4-chain `indexer/services/ender/src/lib/candles-generator.ts` for the rules
 */
export class CandleSeries {
  #newest: GrowingCandle | undefined;
  readonly #lengthMs: number;

  constructor(readonly resolution: CandleResolution) {
    this.#lengthMs = CANDLE_MS[resolution];
  }

  /**
   * @param flow the trades of the block; undefined when there were none
   * @returns undefined when nothing has changed
   */
  commit(flow: FlowTotals | undefined, { timeMs, mid, openInterest }: BlockContext): CandleChange | undefined {
    const before = this.#newest;
    const startedMs = timeMs - (timeMs % this.#lengthMs);
    if (before !== undefined && before.startedMs === startedMs) {
      if (flow === undefined) return undefined;
      const totals = before.totals.trades === 0 ? flow : followedBy(before.totals, flow);
      return { newest: (this.#newest = { ...before, totals }) };
    }
    const totals = flow ?? (before === undefined ? undefined : withoutTrades(before.totals.close));
    if (totals === undefined) return undefined;
    const midNow = mid();
    this.#newest = { startedMs, totals, openInterest: openInterest(), midOpen: midNow, midClose: null };
    return before === undefined
      ? { newest: this.#newest }
      : { ended: { ...before, midClose: midNow }, newest: this.#newest };
  }
}

function withoutTrades(close: number): FlowTotals {
  return { open: close, high: close, low: close, close, quantums: 0, value: 0, trades: 0 };
}
