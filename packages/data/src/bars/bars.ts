import type { OperatorFunction } from 'rxjs';
import type { BarClosed, FaultSink, MarketData } from '@perpstream/core';
import { LiveTrades } from '../flow/live-trades';
import { forEachMarket } from '../for-each-market';
import { MarketBars } from './market-bars';

const DEFAULT_INTERVALS_MS: readonly number[] = [60_000, 5_000];

/** Options of `bars`. */
export type BarsOptions = {
  readonly faults: FaultSink;
  /** Lengths of the bars, whole milliseconds > 0, each once; default one minute and five seconds. */
  readonly barIntervalsMs?: readonly number[];
};

/** The check of `barIntervalsMs`. @throws RangeError when one is not an integer > 0 or stands twice */
export function checkedIntervalsMs(intervalsMs: readonly number[] = DEFAULT_INTERVALS_MS): readonly number[] {
  intervalsMs.forEach((intervalMs, index) => {
    if (!(Number.isSafeInteger(intervalMs) && intervalMs > 0)) {
      throw new RangeError(`barIntervalsMs must be integers > 0, one was ${intervalMs}`);
    }
    if (intervalsMs.indexOf(intervalMs) !== index) {
      throw new RangeError(`barIntervalsMs must differ, ${intervalMs} stands twice`);
    }
  });
  return [...intervalsMs];
}

/**
 * Makes time bars from live trades by exchange time, aligned to the epoch, for all markets; `processMarketData` without
 * the rest.
 *
 * Emits each bar once, closed, in order and without holes: a bar without trades carries the close. A bar is closed by a
 * later trade of its market, or by a block whose time is not before its end, which closes the due bars of all markets in
 * order of their first appearance. The first bar of a market starts with its first live trade; snapshots make no bars.
 * After more than 1,000 bars without a trade the series starts afresh with the next trade. A trade whose bar is closed
 * is one `late-data` fault and not counted.
 * @throws RangeError when an interval is not an integer > 0 or stands twice
 * @example inputs$.pipe(bars({ faults, barIntervalsMs: [60_000] }))
 */
export function bars(options: BarsOptions): OperatorFunction<MarketData, BarClosed> {
  const intervalsMs = checkedIntervalsMs(options.barIntervalsMs);
  return forEachMarket((subscriber) => ({
    createPart: (marketId) => {
      const liveTrades = new LiveTrades();
      const marketBars = new MarketBars(marketId, intervalsMs, options.faults, (bar) => subscriber.next(bar));
      return {
        handle: (event) => {
          if (event.kind === 'trades') marketBars.addAll(event, liveTrades.of(event));
        },
        handleBlock: (block) => marketBars.closeUntil(block),
      };
    },
  }));
}
