import { unixMs, type MarketEvent, type MarketId, type ProcessedMarketData } from '@perpstream/core';
import { barClosed, bookUpdate, dataQuality, forcedFlow, marketContext, tradeFlow } from './processed';
import { HistoryFacts } from './history-facts';
import { HistoryPrice } from './history-price';
import { randomNumbers } from './random-numbers';
import type { Level } from './static-book-view';

const LEVELS = 10;
const LEVEL_BPS = 1;
/** The first numbers of xorshift with a small seed are small. */
const SKIPPED = 20;
/** A move of so many of its usual steps liquidates somebody. */
const FORCED_STEPS = 2.5;
/** Mean value of the trades of one second, in USD. */
const USD_PER_SECOND = 2_000;

/** Options of a market, complete. */
export type HistorySettings = {
  readonly marketId: MarketId;
  readonly seed: number;
  readonly startMs: number;
  readonly bookMs: number;
  readonly barMs: number;
  readonly contextMs: number;
  readonly priceUsd: number;
  readonly hourlyBps: number;
};

type OpenBar = {
  openUsd: number;
  highUsd: number;
  lowUsd: number;
  volumeBase: number;
  volumeUsd: number;
  buyBase: number;
  trades: number;
};

/** The state of one made-up market, and its events step by step. */
export class HistoryMarket {
  readonly #random: () => number;
  readonly #price: HistoryPrice;
  readonly #facts: HistoryFacts;
  #bar: OpenBar;
  #cause = 0;

  constructor(private readonly settings: HistorySettings) {
    const { seed, priceUsd, hourlyBps, bookMs } = settings;
    this.#random = randomNumbers(seed);
    for (let skipped = 0; skipped < SKIPPED; skipped += 1) this.#random();
    this.#price = new HistoryPrice(this.#random, { priceUsd, hourlyBps, stepMs: bookMs });
    this.#facts = new HistoryFacts(this.#random, priceUsd);
    this.#bar = openBar(priceUsd);
  }

  opening(): ProcessedMarketData {
    return dataQuality(this.#event(0));
  }

  /** The events of the `count`th step, from 1 on. */
  step(count: number): ProcessedMarketData[] {
    const { bookMs, barMs, contextMs } = this.settings;
    this.#price.step();
    const event = (): MarketEvent => this.#event(count * bookMs);
    const events = [...this.#trades(event), this.#book(event())];
    if ((count * bookMs) % barMs === 0) events.push(this.#closeBar(event()));
    if ((count * bookMs) % contextMs === 0) events.push(this.#context(event()));
    return events;
  }

  #event(afterMs: number): MarketEvent {
    const { marketId, startMs } = this.settings;
    return { marketId, receivedMs: unixMs(startMs + afterMs), cause: this.#cause++ };
  }

  #trades(event: () => MarketEvent): ProcessedMarketData[] {
    const { usualSteps, activity } = this.#price;
    if (this.#random() > 0.5) return [];
    // Trades lean the way the price went, more of them when it moves.
    const buyShare = 1 / (1 + Math.exp(-usualSteps + 2 * this.#random() - 1));
    const usd = (-Math.log(this.#random()) * 2 * USD_PER_SECOND * activity * this.settings.bookMs) / 1_000;
    const isForced = Math.abs(usualSteps) > FORCED_STEPS;
    const flow = this.#flow(event(), usd * buyShare, usd * (1 - buyShare), isForced);
    if (!isForced) return [flow];
    const side = usualSteps > 0 ? 'buy' : 'sell';
    const { midUsd } = this.#price;
    const forced = { side, usd: usd / 2, sizeBase: usd / 2 / midUsd, worstPriceUsd: midUsd } as const;
    this.#facts.close(forced.sizeBase);
    const at = event();
    return [flow, forcedFlow({ ...at, ...forced, exchangeMs: at.receivedMs })];
  }

  #flow(event: MarketEvent, buyUsd: number, sellUsd: number, isForced: boolean): ProcessedMarketData {
    const { midUsd } = this.#price;
    const [highPriceUsd, lowPriceUsd] = [midUsd * 1.00005, midUsd * 0.99995];
    const [buyBase, sellBase] = [buyUsd / highPriceUsd, sellUsd / lowPriceUsd];
    const trades = 1 + Math.floor(8 * this.#random());
    const largestTradeUsd = Math.max(buyUsd, sellUsd) / (1 + (trades - 1) * this.#random());
    const bar = this.#bar;
    bar.highUsd = Math.max(bar.highUsd, highPriceUsd);
    bar.lowUsd = Math.min(bar.lowUsd, lowPriceUsd);
    bar.volumeBase += buyBase + sellBase;
    bar.volumeUsd += buyUsd + sellUsd;
    bar.buyBase += buyBase;
    bar.trades += trades;
    const lastPriceUsd = buyUsd > sellUsd ? highPriceUsd : lowPriceUsd;
    const forcedUsd = isForced ? (buyUsd + sellUsd) / 2 : 0;
    const prices = { highPriceUsd, lowPriceUsd, lastPriceUsd };
    const amounts = { buyBase, sellBase, buyUsd, sellUsd, trades, forcedUsd, largestTradeUsd };
    return tradeFlow({ ...event, ...amounts, ...prices, exchangeMs: event.receivedMs });
  }

  #book(event: MarketEvent): ProcessedMarketData {
    const { midUsd, lean, usualSteps } = this.#price;
    const thinned = 1 / (1 + usualSteps ** 2 / 4);
    const halfSpreadBps = 0.5 * (1 + Math.abs(usualSteps) * this.#random());
    const side = (direction: 1 | -1): Level[] =>
      Array.from({ length: LEVELS }, (_, depth) => [
        midUsd * (1 + (direction * (halfSpreadBps + depth * LEVEL_BPS)) / 10_000),
        thinned * (1 - direction * lean) * (0.2 + this.#random()) * (1 + depth / 2) * 10,
      ]);
    return bookUpdate({ ...event, bids: side(-1), asks: side(1) });
  }

  #closeBar(event: MarketEvent): ProcessedMarketData {
    const { barMs } = this.settings;
    const { midUsd } = this.#price;
    const { highUsd, lowUsd, ...bar } = this.#bar;
    this.#bar = openBar(midUsd);
    const range = { highUsd: Math.max(highUsd, midUsd), lowUsd: Math.min(lowUsd, midUsd), closeUsd: midUsd };
    const times = { startMs: unixMs(event.receivedMs - barMs), endMs: event.receivedMs };
    const spec = { type: 'time', intervalMs: barMs } as const;
    return barClosed({ ...event, bar: { ...bar, ...range, ...times, spec, source: 'trades', isComplete: true } });
  }

  #context(event: MarketEvent): ProcessedMarketData {
    const facts = this.#facts.step(this.#price, this.settings.contextMs);
    return marketContext({ ...event, ...facts, oracleReceivedMs: event.receivedMs });
  }
}

function openBar(priceUsd: number): OpenBar {
  return { openUsd: priceUsd, highUsd: priceUsd, lowUsd: priceUsd, volumeBase: 0, volumeUsd: 0, buyBase: 0, trades: 0 };
}
