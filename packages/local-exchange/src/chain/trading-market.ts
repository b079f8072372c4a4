import type { Side } from '@perpstream/core';
import type { OrderMarket } from '../accounts/account-order';
import type { FloorAccess } from '../agents/agent';
import { MarketFloor, NOBODY } from '../agents/market-floor';
import { takeFromBook } from '../agents/take-from-book';
import { SeededRandom } from '../random/seeded-random';
import type { BookSource } from '../venue/book-source';
import type { IndexerBook, IndexerLevel, IndexerMarket } from '../venue/indexer-shapes';
import { BookNoiseFilter, type TimedBookNoise } from './book-noise';
import { MarketLedger } from './market-ledger';
import type { SimulatedMarket } from './simulated-market';

export type TradingStatus = 'INITIALIZING' | 'ACTIVE' | 'PAUSED' | 'CANCEL_ONLY' | 'POST_ONLY' | 'FINAL_SETTLEMENT';

const ACCESS: Readonly<Record<TradingStatus, FloorAccess>> = {
  INITIALIZING: 'makers',
  ACTIVE: 'open',
  PAUSED: 'closed',
  CANCEL_ONLY: 'cancel-only',
  POST_ONLY: 'post-only',
  FINAL_SETTLEMENT: 'closed',
};
/** Worth of a liquidation in orders of an ordinary taker. */
const LIQUIDATION_ORDERS = 4;
const LIQUIDATION_SLIPPAGE_BPS = 100;
const MINUTES_PER_DAY = 1440;

/** What a market needs to begin. */
export type TradingMarketSetup = {
  readonly facts: SimulatedMarket;
  readonly clobPairId: number;
  readonly status: TradingStatus;
  readonly random: SeededRandom;
  readonly startMs: number;
  readonly noise: TimedBookNoise | undefined;
  /** Told of every change of a level that the stream shows. */
  readonly levelPublished: (market: TradingMarket, side: Side, subticks: number, quantums: number) => void;
};

/** One market of the simulation: its floor, its ledger, its status, and its book as truth and as stream. */
export class TradingMarket implements BookSource {
  readonly facts: SimulatedMarket;
  readonly ticker: string;
  readonly floor: MarketFloor;
  readonly ledger: MarketLedger;
  readonly orderMarket: OrderMarket;
  readonly #noise: BookNoiseFilter | undefined;
  #status: TradingStatus;
  #nowMs: number;

  constructor({ facts, clobPairId, status, random, startMs, noise, levelPublished }: TradingMarketSetup) {
    this.facts = facts;
    this.ticker = facts.ticker;
    this.#status = status;
    this.#nowMs = startMs;
    const publish = (side: Side, subticks: number, quantums: number): void =>
      levelPublished(this, side, subticks, quantums);
    this.floor = new MarketFloor(facts, random.integer(), (side, subticks, quantums) => {
      if (this.#noise === undefined) publish(side, subticks, quantums);
      else this.#noise.changed(side, subticks, quantums, this.#nowMs);
    });
    this.floor.access = ACCESS[status];
    this.ledger = new MarketLedger(facts, clobPairId, this.floor, random.integer());
    const { grid } = this.floor;
    this.orderMarket = { ticker: facts.ticker, clobPairId, grid, oraclePrice: () => this.ledger.oraclePrice };
    const noiseSeed = random.integer();
    if (noise !== undefined) {
      const bestOf = (side: Side): number | undefined => this.floor.bestSubticks(side);
      this.#noise = new BookNoiseFilter(noise, new SeededRandom(noiseSeed), startMs, bestOf, publish);
    }
  }

  get status(): TradingStatus {
    return this.#status;
  }

  /** Changes the status; in final settlement the book is emptied. */
  setStatus(status: TradingStatus, nowMs: number): void {
    this.#status = status;
    this.#nowMs = nowMs;
    this.floor.access = ACCESS[status];
    if (status === 'FINAL_SETTLEMENT') this.floor.clear();
  }

  /** Lets `seconds` pass up to `nowMs`. */
  round(seconds: number, nowMs: number): void {
    this.#nowMs = nowMs;
    this.floor.round(seconds);
    this.#noise?.release(nowMs);
  }

  /** The whole market object as v4_markets streams it. */
  listing(): IndexerMarket {
    return this.ledger.listing(this.#status);
  }

  /** The chain closes the position of somebody against the book. */
  liquidate(side: Side): void {
    const { volume24hUsd, takersPerMinute } = this.facts;
    const worthUsd = LIQUIDATION_ORDERS * (volume24hUsd / MINUTES_PER_DAY / takersPerMinute);
    const taking = {
      owner: NOBODY,
      side,
      worthUsd,
      maxSlippageBps: LIQUIDATION_SLIPPAGE_BPS,
      type: 'LIQUIDATED',
    } as const;
    takeFromBook(this.floor, taking);
  }

  snapshot(depth: number): IndexerBook {
    return { bids: this.#texts('buy', depth), asks: this.#texts('sell', depth) };
  }

  levels(): IndexerBook {
    return this.snapshot(Infinity);
  }

  #texts(side: Side, depth: number): IndexerLevel[] {
    const { grid } = this.floor;
    return this.floor
      .levels(side, depth)
      .map(({ subticks, quantums }) => ({ price: grid.price(subticks), size: grid.size(quantums) }));
  }
}
