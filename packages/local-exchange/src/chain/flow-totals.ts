import type { Fill } from '../matching/order';
import type { MarketGrid } from './market-grid';

/** What the trades of a time amount to; prices in subticks, `value` in units of tick x step. */
export type FlowTotals = {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly quantums: number;
  readonly value: number;
  readonly trades: number;
};

/** Sums fills up, in their order; undefined when there are none. */
export function flowOf(fills: readonly Fill[], grid: MarketGrid): FlowTotals | undefined {
  let totals: FlowTotals | undefined;
  for (const { subticks, quantums } of fills) {
    const value = grid.value(subticks, quantums);
    const one = { open: subticks, high: subticks, low: subticks, close: subticks, quantums, value, trades: 1 };
    totals = totals === undefined ? one : followedBy(totals, one);
  }
  return totals;
}

/** The totals of two times, one after the other. */
export function followedBy(first: FlowTotals, second: FlowTotals): FlowTotals {
  return {
    open: first.open,
    high: Math.max(first.high, second.high),
    low: Math.min(first.low, second.low),
    close: second.close,
    quantums: first.quantums + second.quantums,
    value: first.value + second.value,
    trades: first.trades + second.trades,
  };
}
