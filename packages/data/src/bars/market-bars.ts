import type { Bar, BarClosed, Block, FaultSink, MarketEvent, MarketId, Stamp, Trade } from '@perpstream/core';
import type { Emit } from '../market-part';
import { BarSeries } from './bar-series';

/** A trade and the series in which its bar is closed already. */
type LateTrade = { readonly trade: Trade; readonly missed: readonly BarSeries[] };

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
    const late = trades.flatMap((trade) => {
      const missed = this.#series.filter((series) => !series.add(trade, emit));
      return missed.length > 0 ? [{ trade, missed }] : [];
    });
    if (late.length > 0) this.#reportLate(event, late);
  }

  closeUntil(block: Block): void {
    const emit = this.#emitBar(block);
    for (const series of this.#series) series.closeUntil(block.exchangeMs, emit);
  }

  #emitBar({ receivedMs, cause }: Stamp): Emit<Bar> {
    return (bar) => this.emit({ kind: 'bar', marketId: this.marketId, receivedMs, cause, bar });
  }

  /** One fault per frame: whatever delays one trade delays all that came with it. */
  #reportLate({ receivedMs, cause }: MarketEvent, late: readonly LateTrade[]): void {
    const missed = new Set(late.flatMap(({ missed }) => missed.map(({ intervalMs }) => intervalMs)));
    const intervals = [...missed].map((intervalMs) => `${intervalMs} ms`).join(', ');
    const [first] = late;
    this.faults.report({
      kind: 'late-data',
      where: `bars of ${this.marketId}`,
      message: `late trades: ${late.length}, the first ${first?.trade.id} of ${first?.trade.exchangeMs}, older than the open bar of ${intervals}: not counted there`,
      marketId: this.marketId,
      receivedMs,
      cause,
    });
  }
}
