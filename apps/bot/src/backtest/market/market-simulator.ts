import { type Candle, type MarketData, type MarketFacts, type MarketId, type UnixMs } from '@perpstream/core';
import { type FundingHistory } from '../sources/funding-table';
import { type SourceCandle } from '../sources/source-candle';
import { AssumedBook } from './assumed-book';
import { volumeUsd, type LongerCandles } from './longer-candles';
import { rulesFromPrice, type MarginFractions } from './rules-from-price';
import { TrailingMedian } from './trailing-median';
import { TrailingSum } from './trailing-sum';

/** What is assumed of a market beyond its candles. */
export type MarketAssumptions = MarginFractions & {
  readonly spreadBps: number;
  /** Value of one side of the book, as a multiple of what is traded in a median minute. */
  readonly depthShare: number;
};

/** One market of a backtest. */
export type SimulatedMarket = {
  readonly marketId: MarketId;
  readonly clobPairId: number;
  readonly candleMs: number;
  readonly assumptions: MarketAssumptions;
  readonly funding: FundingHistory | undefined;
  /** Which candles the market data hold. */
  readonly candles: readonly LongerCandles[];
};

/** When and because of what the events of a step happen, and who takes them. */
export type Step = { readonly receivedMs: UnixMs; readonly cause: number; readonly emit: (event: MarketData) => void };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Candles whose median volume is taken for what is usual. */
const USUAL_CANDLES = 60;

/** Turns the candles of one market into the events that the exchange would send while they grow. */
export class MarketSimulator {
  readonly #market: SimulatedMarket;
  readonly #usualVolumeUsd = new TrailingMedian(USUAL_CANDLES);
  readonly #dayVolumeUsd = new TrailingSum(DAY_MS);
  #book: AssumedBook | undefined;
  #depthUsd = 0;
  #nextStartMs: number | undefined;

  constructor(market: SimulatedMarket) {
    this.#market = market;
  }

  /** A candle begins: facts that are known by now, and its first price. */
  open(candle: SourceCandle, step: Step): void {
    const { marketId } = this.#market;
    const { receivedMs, cause, emit } = step;
    if (this.#nextStartMs !== undefined && this.#nextStartMs !== candle.startMs) {
      emit({ kind: 'gap', marketId, receivedMs, cause, channel: 'candles', reason: 'candles are missing' });
    }
    emit({ kind: 'market', marketId, receivedMs, cause, facts: this.#facts(candle, receivedMs) });
    this.price(candle.openUsd, step);
  }

  /** The price moves. */
  price(priceUsd: number, { receivedMs, cause, emit }: Step): void {
    const { marketId } = this.#market;
    emit({ kind: 'oracle', marketId, receivedMs, cause, priceUsd, exchangeMs: receivedMs });
    const levels = this.#book!.around(priceUsd, this.#depthUsd);
    emit({ kind: 'book-snapshot', marketId, receivedMs, cause, levels });
  }

  /** A candle ends: its last price, and the candles that are over. */
  close(candle: SourceCandle, step: Step): void {
    const { marketId, candleMs, candles: lengths } = this.#market;
    const { receivedMs, cause, emit } = step;
    this.price(candle.closeUsd, step);
    const candles: readonly Candle[] = lengths.flatMap((length) => length.add(candle, candle.startMs + candleMs));
    if (candles.length > 0) emit({ kind: 'candles', marketId, receivedMs, cause, isSnapshot: false, candles });
    this.#learn(candle);
  }

  /** From here on the candle is past, and what it tells may be used. */
  #learn(candle: SourceCandle): void {
    const { candleMs, assumptions } = this.#market;
    const usd = volumeUsd(candle);
    this.#nextStartMs = candle.startMs + candleMs;
    this.#usualVolumeUsd.add(usd);
    this.#dayVolumeUsd.add(this.#nextStartMs, usd);
    this.#depthUsd = ((this.#usualVolumeUsd.value ?? 0) / candleMs) * MINUTE_MS * assumptions.depthShare;
  }

  #facts({ openUsd, openInterestBase }: SourceCandle, atMs: number): MarketFacts {
    const { marketId, clobPairId, assumptions, funding } = this.#market;
    const nextFundingRate1h = funding?.settledRate1h(atMs);
    const facts: MarketFacts = {
      volume24hUsd: this.#dayVolumeUsd.value,
      ...(nextFundingRate1h !== undefined && { nextFundingRate1h }),
      ...(!Number.isNaN(openInterestBase) && { openInterestBase }),
    };
    if (this.#book !== undefined) return facts;
    const rules = rulesFromPrice(marketId, clobPairId, openUsd, assumptions);
    this.#book = new AssumedBook(rules, assumptions.spreadBps);
    return { ...facts, status: 'ACTIVE', rules };
  }
}
