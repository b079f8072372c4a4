import type { OperatorFunction } from 'rxjs';
import type { FaultSink, FlowWindow, MarketData } from '@perpstream/core';
import { forEachMarketTrades } from '../for-each-market-trades';
import { MarketWindows, type WindowChoice } from './market-windows';

const DEFAULT_WINDOWS_MS: readonly number[] = [10_000, 60_000, 300_000];
const DEFAULT_LARGE_TRADE_USD = 10_000;

/** Options of `flowWindows`. */
export type FlowWindowsOptions = {
  readonly faults: FaultSink;
  /** Lengths of the windows in ms of exchange time, > 0 and finite, each once; default 10, 60 and 300 s. */
  readonly flowWindowsMs?: readonly number[];
  /** From this size on a trade counts as large, in USD, >= 0; default 10,000. */
  readonly largeTradeUsd?: number;
};

/** The check of `flowWindowsMs` and `largeTradeUsd`. @throws RangeError when one is out of range or stands twice */
export function checkedWindows(options: Omit<FlowWindowsOptions, 'faults'>): WindowChoice {
  const { flowWindowsMs: windowsMs = DEFAULT_WINDOWS_MS, largeTradeUsd = DEFAULT_LARGE_TRADE_USD } = options;
  windowsMs.forEach((windowMs, index) => {
    if (!(windowMs > 0 && windowMs < Infinity)) {
      throw new RangeError(`flowWindowsMs must be > 0 and finite, one was ${windowMs}`);
    }
    if (windowsMs.indexOf(windowMs) !== index) {
      throw new RangeError(`flowWindowsMs must differ, ${windowMs} stands twice`);
    }
  });
  if (!(largeTradeUsd >= 0)) throw new RangeError(`largeTradeUsd must be >= 0, was ${largeTradeUsd}`);
  return { windowsMs: [...windowsMs], largeTradeUsd };
}

/**
 * Sums up trades over trailing windows of exchange time, for all markets; `processMarketData` without the rest.
 *
 * A window of `windowMs` holds the trades of (end - windowMs, end]; its end is the newest block, or the newest trade where
 * that is later. Emits one `flow-window` per window, in the order of the option, when new trades come, and with a block
 * for each window that trades left. History of a snapshot counts: a window is right from the first snapshot on as far as
 * that reaches. When trades may be missing (a snapshot that does not reach back over an interruption) the windows start
 * anew with what is known since. Sums do not drift, whatever ran through a window. A trade that comes late is counted
 * with the newest.
 * @throws RangeError when a window is not > 0 and finite or stands twice, or `largeTradeUsd` is not >= 0
 * @example inputs$.pipe(flowWindows({ faults, flowWindowsMs: [10_000] }))
 */
export function flowWindows(options: FlowWindowsOptions): OperatorFunction<MarketData, FlowWindow> {
  const choice = checkedWindows(options);
  return forEachMarketTrades<FlowWindow>(options.faults, (intake, emit) => ({
    windows: new MarketWindows(intake, choice, emit),
  }));
}
