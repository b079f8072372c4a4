import { unixMs, type Block, type FlowWindow, type Stamp, type Trade, type Trades } from '@perpstream/core';
import type { Emit } from '../market-part';
import { SlidingSums, type TimedSums } from './sliding-sums';
import type { TradeIntake, TradeNews } from './trade-intake';

/** What the windows of a market look like. */
export type WindowChoice = { readonly windowsMs: readonly number[]; readonly largeTradeUsd: number };

type Window = { readonly windowMs: number; readonly sums: SlidingSums };

/** The trailing windows of one market. They end at the newest block or trade, whichever is later. */
export class MarketWindows {
  readonly #windows: readonly Window[];
  readonly #largeTradeUsd: number;
  #newestTradeMs = -Infinity;
  #endMs = -Infinity;

  constructor(
    private readonly intake: TradeIntake,
    { windowsMs, largeTradeUsd }: WindowChoice,
    private readonly emit: Emit<FlowWindow>,
  ) {
    this.#windows = windowsMs.map((windowMs) => ({ windowMs, sums: new SlidingSums() }));
    this.#largeTradeUsd = largeTradeUsd;
  }

  /** History counts as well: a window is right from the first snapshot on. A hole would make it wrong: it starts anew. */
  takeTrades(event: Trades, { trades, missingThroughMs }: TradeNews): void {
    if (missingThroughMs !== undefined) for (const { sums } of this.#windows) sums.clear();
    if (trades.length === 0) return;
    for (const trade of trades) this.#add(trade);
    this.#endMs = Math.max(this.#endMs, this.#newestTradeMs, this.intake.time.newestMs);
    for (const window of this.#windows) {
      this.#slide(window);
      this.#tell(window, event);
    }
  }

  /** Tells of the windows that trades left. */
  closeUntil(block: Block): void {
    this.#endMs = Math.max(this.#endMs, block.exchangeMs);
    for (const window of this.#windows) if (this.#slide(window)) this.#tell(window, block);
  }

  /** A trade that comes late goes with the newest: it stays in the windows a little longer. */
  #add({ side, priceUsd, sizeBase, exchangeMs }: Trade): void {
    this.#newestTradeMs = Math.max(this.#newestTradeMs, exchangeMs);
    const tradeUsd = priceUsd * sizeBase;
    const isLarge = tradeUsd >= this.#largeTradeUsd;
    const sums: TimedSums = {
      exchangeMs: this.#newestTradeMs,
      buyUsd: side === 'buy' ? tradeUsd : 0,
      sellUsd: side === 'sell' ? tradeUsd : 0,
      volumeBase: sizeBase,
      trades: 1,
      largeTrades: isLarge ? 1 : 0,
      largeUsd: isLarge ? tradeUsd : 0,
    };
    for (const window of this.#windows) window.sums.add(sums);
  }

  #slide({ windowMs, sums }: Window): boolean {
    return sums.dropThrough(this.#endMs - windowMs);
  }

  #tell({ windowMs, sums }: Window, { receivedMs, cause }: Stamp): void {
    const { buyUsd, sellUsd, volumeBase, trades, largeTrades, largeUsd } = sums.total;
    this.emit({
      kind: 'flow-window',
      marketId: this.intake.marketId,
      receivedMs,
      cause,
      windowMs,
      exchangeMs: unixMs(this.#endMs),
      buyUsd,
      sellUsd,
      signedUsd: buyUsd - sellUsd,
      volumeBase,
      trades,
      tradesPerSecond: (trades * 1_000) / windowMs,
      largeTrades,
      largeUsd,
      ...(trades > 0 ? { vwapUsd: (buyUsd + sellUsd) / volumeBase } : {}),
    });
  }
}
