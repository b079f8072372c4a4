import type { Bar, BarClosed, Block, FaultSink, MarketEvent, MarketId, Trade, UnixMs } from '@perpstream/core';
import type { Emit } from '../market-part';
import { BarSeries } from './bar-series';

/** The bars of one market in all intervals. */
export class MarketBars {
  readonly #series: readonly BarSeries[];

  constructor(
    private readonly marketId: MarketId,
    intervalsMs: readonly number[],
    private readonly faults: FaultSink,
    private readonly emit: Emit<BarClosed>,
  ) {
    this.#series = intervalsMs.map((intervalMs) => new BarSeries(intervalMs));
  }

  addAll(event: MarketEvent, trades: readonly Trade[]): void {
    const emit = this.#emitBar(event);
    for (const trade of trades) {
      const late = this.#series.filter((series) => !series.add(trade, emit));
      if (late.length > 0) this.#reportLate(event, trade, late);
    }
  }

  closeUntil(block: Block): void {
    const emit = this.#emitBar(block);
    for (const series of this.#series) series.closeUntil(block.exchangeMs, emit);
  }

  #emitBar({ receivedMs, cause }: { readonly receivedMs: UnixMs; readonly cause: number }): Emit<Bar> {
    return (bar) => this.emit({ kind: 'bar', marketId: this.marketId, receivedMs, cause, bar });
  }

  #reportLate({ receivedMs, cause }: MarketEvent, trade: Trade, late: readonly BarSeries[]): void {
    const intervals = late.map(({ intervalMs }) => `${intervalMs} ms`).join(', ');
    this.faults.report({
      kind: 'late-data',
      where: `bars of ${this.marketId}`,
      message: `trade ${trade.id} of ${trade.exchangeMs} is older than the open bar of ${intervals}: not counted there`,
      marketId: this.marketId,
      receivedMs,
      cause,
    });
  }
}
