import type { CandleResolution } from '@perpstream/core';
import { RESOLUTION_MS } from '../venue/resolution';
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
export type BlockContext = { readonly timeMs: number; readonly mid: string | null; readonly openInterest: string };

/**
 * The candles of one market and resolution. Once a market has traded, every period has a candle: one without trades
 * stands at the close before it.
 *
 * @see v4-chain `indexer/services/ender/src/lib/candles-generator.ts` for the rules
 */
export class CandleSeries {
  #newest: GrowingCandle | undefined;

  constructor(readonly resolution: CandleResolution) {}

  /** @param flow the trades of the block; undefined when there were none */
  commit(flow: FlowTotals | undefined, { timeMs, mid, openInterest }: BlockContext): CandleChange {
    const before = this.#newest;
    const startedMs = timeMs - (timeMs % RESOLUTION_MS[this.resolution]);
    if (before !== undefined && before.startedMs === startedMs) {
      if (flow === undefined) return {};
      const totals = before.totals.trades === 0 ? flow : followedBy(before.totals, flow);
      return { newest: (this.#newest = { ...before, totals }) };
    }
    const totals = flow ?? (before === undefined ? undefined : withoutTrades(before.totals.close));
    if (totals === undefined) return {};
    this.#newest = { startedMs, totals, openInterest, midOpen: mid, midClose: null };
    return before === undefined
      ? { newest: this.#newest }
      : { ended: { ...before, midClose: mid }, newest: this.#newest };
  }
}

function withoutTrades(close: number): FlowTotals {
  return { open: close, high: close, low: close, close, quantums: 0, value: 0, trades: 0 };
}
