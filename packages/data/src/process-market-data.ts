import type { OperatorFunction } from 'rxjs';
import type { Block, MarketData, MarketId, ProcessedData } from '@perpstream/core';
import { checkedBarSpecs } from './bars/bar-specs';
import type { BarsOptions } from './bars/bars';
import { MarketBars } from './bars/market-bars';
import { checkedSkewBlocks, type ClockSkewOptions } from './clock/clock-skew';
import { ExchangeTime } from './clock/exchange-time';
import { SkewEstimate } from './clock/skew-estimate';
import { ContextKeeper } from './context/context-keeper';
import { DueTimer } from './due-timer';
import { checkedWindows, type FlowWindowsOptions } from './flow/flow-windows';
import { MarketWindows } from './flow/market-windows';
import { TradeIntake } from './flow/trade-intake';
import { forEachMarket } from './for-each-market';
import { MarketPipeline } from './market-pipeline';
import type { Emit } from './market-part';
import { MarketTrades } from './market-trades';
import { MarketBook } from './order-book/market-book';
import { checkedOrderBookOptions } from './order-book/order-book-options';
import type { OrderBooksOptions } from './order-book/order-books';
import { checkedStaleAfterMs, type DataQualityOptions } from './quality/data-quality';
import { MarketQuality } from './quality/market-quality';

/** Options of `processMarketData`: those of its parts together. */
export type ProcessOptions = OrderBooksOptions &
  BarsOptions &
  FlowWindowsOptions &
  DataQualityOptions &
  ClockSkewOptions;

/**
 * Turns the market data of all markets into books, flows, bars, contexts and data quality, in one pass over one table.
 *
 * The outputs of one input come at once and in a fixed order. Of an input of a market: context, status change, book,
 * flow, flow windows, forced flow, bars, quality. Of a block: the block, the clock skew, then for each market, in order of
 * first appearance, the bars it closes and the windows that trades left. A market appears with its first input, listed
 * from the start or not, and needs no restart. What each output means, when it is silent and what it does about missing
 * data: see `marketContexts`, `orderBooks`, `tradeFlow`, `flowWindows`, `forcedFlow`, `bars`, `dataQuality` and
 * `clockSkew`; this operator emits what those would, and the blocks. Only quality and the repair of books can come without
 * an input: from the scheduler.
 *
 * State is born with each subscription. Unsubscribing leaves nothing on the scheduler.
 * @throws RangeError when an option is out of range
 * @example
 * const processed$ = marketData$.pipe(processMarketData({ scheduler, faults }));
 */
export function processMarketData(options: ProcessOptions): OperatorFunction<MarketData, ProcessedData> {
  const { scheduler, faults } = options;
  const staleAfterMs = checkedStaleAfterMs(options.staleAfterMs);
  const specs = checkedBarSpecs(options);
  const windows = checkedWindows(options);
  const skewBlocks = checkedSkewBlocks(options.skewBlocks);
  const bookOptions = checkedOrderBookOptions(options);
  return forEachMarket((subscriber) => {
    const emit: Emit<ProcessedData> = (event) => subscriber.next(event);
    const timer = new DueTimer(scheduler, subscriber);
    const time = new ExchangeTime(faults);
    const skewEstimate = new SkewEstimate(skewBlocks);
    const beforeBlock = (block: Block): boolean => {
      emit(block);
      const isNews = time.observe(block);
      const skew = isNews ? skewEstimate.observe(block) : undefined;
      if (skew !== undefined) emit(skew);
      return isNews;
    };
    const createPart = (marketId: MarketId): MarketPipeline => {
      const book = new MarketBook(marketId, bookOptions, timer, faults, emit);
      const intake = new TradeIntake(marketId, time, faults);
      const tradeJobs = {
        emitFlow: emit,
        windows: new MarketWindows(intake, windows, emit),
        emitForced: emit,
        bars: new MarketBars(intake, specs, faults, emit),
      };
      return new MarketPipeline({
        context: new ContextKeeper(emit),
        book,
        trades: new MarketTrades(intake, tradeJobs),
        quality: new MarketQuality(marketId, { scheduler, staleAfterMs, timer, book }, emit),
      });
    };
    return { createPart, beforeBlock };
  });
}
