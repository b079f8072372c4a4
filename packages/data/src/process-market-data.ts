import type { OperatorFunction } from 'rxjs';
import type { MarketData, MarketId, ProcessedData } from '@perpstream/core';
import { checkedIntervalsMs, type BarsOptions } from './bars/bars';
import { MarketBars } from './bars/market-bars';
import { ContextKeeper } from './context/context-keeper';
import { DueTimer } from './due-timer';
import { LiveTrades } from './flow/live-trades';
import { summarizeTrades } from './flow/summarize-trades';
import { forEachMarket } from './for-each-market';
import type { Emit, MarketPart } from './market-part';
import { MarketBook } from './order-book/market-book';
import { checkedOrderBookOptions } from './order-book/order-book-options';
import type { OrderBooksOptions } from './order-book/order-books';
import { checkedStaleAfterMs, type DataQualityOptions } from './quality/data-quality';
import { MarketQuality } from './quality/market-quality';

/** Options of `processMarketData`: those of `orderBooks`, `bars` and `dataQuality` together. */
export type ProcessOptions = OrderBooksOptions & BarsOptions & DataQualityOptions;

/** Flow and bars of one market from the same trades. */
function tradePart(bars: MarketBars, emit: Emit<ProcessedData>): MarketPart {
  const liveTrades = new LiveTrades();
  return {
    handle: (event) => {
      if (event.kind !== 'trades') return;
      const trades = liveTrades.of(event);
      const flow = summarizeTrades(event, trades);
      if (flow !== undefined) emit(flow);
      bars.addAll(event, trades);
    },
    handleBlock: (block) => bars.closeUntil(block),
  };
}

/** Hands each input to all parts in turn, so that its outputs come in the order of the parts. */
function inTurn(parts: readonly MarketPart[]): MarketPart {
  return {
    handle: (event) => {
      for (const part of parts) part.handle(event);
    },
    handleBlock: (block) => {
      for (const part of parts) part.handleBlock?.(block);
    },
  };
}

/**
 * Turns the market data of all markets into books, flows, bars, contexts and data quality, in one pass over one table.
 *
 * The outputs of one input come at once and in a fixed order: context, book, flow, bars, quality; a block comes first
 * and then the bars it closes, in order of the first appearance of their markets. What each output means, when it is
 * silent and what it does about missing data: see `marketContexts`, `orderBooks`, `tradeFlow`, `bars`, `dataQuality`;
 * this operator emits what those five would, and the blocks. `stale` is the only output that comes without an input:
 * from the scheduler.
 *
 * State is born with each subscription. Unsubscribing leaves nothing on the scheduler.
 * @throws RangeError when `staleAfterMs`, `barIntervalsMs` or `maxLevelsPerSide` is out of range
 * @example
 * const processed$ = marketData$.pipe(processMarketData({ scheduler, faults }));
 */
export function processMarketData(options: ProcessOptions): OperatorFunction<MarketData, ProcessedData> {
  const { scheduler, faults } = options;
  const staleAfterMs = checkedStaleAfterMs(options.staleAfterMs);
  const intervalsMs = checkedIntervalsMs(options.barIntervalsMs);
  const bookOptions = checkedOrderBookOptions(options);
  return forEachMarket((subscriber) => {
    const emit: Emit<ProcessedData> = (event) => subscriber.next(event);
    const timer = new DueTimer(scheduler, subscriber);
    const createPart = (marketId: MarketId): MarketPart => {
      const book = new MarketBook(marketId, bookOptions, timer, faults, emit);
      return inTurn([
        new ContextKeeper(emit),
        book,
        tradePart(new MarketBars(marketId, intervalsMs, faults, emit), emit),
        new MarketQuality(marketId, { scheduler, staleAfterMs, timer, book }, emit),
      ]);
    };
    return { createPart, beforeBlock: emit };
  });
}
