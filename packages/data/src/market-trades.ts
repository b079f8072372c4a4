import type { Block, ForcedFlow, TradeFlow, Trades } from '@perpstream/core';
import type { MarketBars } from './bars/market-bars';
import { forcedFlows } from './flow/forced-flows';
import type { MarketWindows } from './flow/market-windows';
import { summarizeTrades } from './flow/summarize-trades';
import type { TradeIntake, TradeNews } from './flow/trade-intake';
import type { Emit, MarketInput, MarketPart } from './market-part';

/** The jobs that live on the trades of one market; those that are absent are not wanted. */
export type TradeJobs = {
  readonly emitFlow?: Emit<TradeFlow>;
  readonly windows?: MarketWindows;
  readonly emitForced?: Emit<ForcedFlow>;
  readonly bars?: MarketBars;
};

/** Hands the trades of one market to all jobs that live on them, each trade once. */
export class MarketTrades implements MarketPart {
  constructor(
    private readonly intake: TradeIntake,
    private readonly jobs: TradeJobs,
  ) {}

  handle(event: MarketInput): void {
    if (event.kind === 'trades') {
      this.#takeTrades(event, this.intake.take(event));
    } else if (event.kind === 'gap' || event.kind === 'doubt' || event.kind === 'candles') {
      if (event.kind === 'gap' && event.channel === 'trades') this.intake.interrupt();
      this.jobs.bars?.handle(event);
    }
  }

  handleBlock(block: Block): void {
    this.jobs.bars?.closeUntil(block);
    this.jobs.windows?.closeUntil(block);
  }

  #takeTrades(event: Trades, news: TradeNews): void {
    const { emitFlow, windows, emitForced, bars } = this.jobs;
    const flow = news.isLive ? summarizeTrades(event, news.trades) : undefined;
    if (flow !== undefined) emitFlow?.(flow);
    windows?.takeTrades(event, news);
    if (news.isLive) for (const forced of forcedFlows(event, news.trades)) emitForced?.(forced);
    bars?.takeTrades(event, news);
  }
}
