import { isoTime } from '../clock/iso-time';
import { MarketFloor } from '../agents/market-floor';
import { SeededRandom } from '../random/seeded-random';
import type { ChannelUpdate } from '../venue/channel-update';
import type { IndexerBookChange, IndexerFunding, IndexerMarket } from '../venue/indexer-shapes';
import type { VenueState } from '../venue/venue-state';
import { pastMinute } from './backfill';
import { MarketLedger } from './market-ledger';
import type { SimulatedMarket } from './simulated-market';

const MINUTE_MS = 60_000;
/** Agents act this often. */
const ROUND_MS = 100;
/** 24-hour sums, open interest and funding are published this often. */
const STATISTICS_MS = 30_000;
/** Block times vary by this much of their mean to both sides, and one block in twenty takes twice as long. */
const JITTER = 0.2;
const SLOW_PROBABILITY = 0.05;
/** Blocks are counted from here: an exchange that is started again is at a higher block, as one that ran on would be. */
const GENESIS_MS = Date.UTC(2023, 9, 26);

export type SimulationOptions = {
  readonly seed: number;
  readonly markets: readonly SimulatedMarket[];
  /** Mean time between blocks. */
  readonly blockMs: number;
  /** When the simulated history begins; rounded up to a whole minute. */
  readonly startMs: number;
  /** Kept up to date with everything that is published, and with what is made before anything is. */
  readonly state: VenueState;
};

type Market = { readonly facts: SimulatedMarket; readonly floor: MarketFloor; readonly ledger: MarketLedger };

/**
 * A chain with all its participants as a step machine: `advance` runs every round and every block up to a time. What
 * happens is a function of the options alone; how time is cut into steps makes no difference.
 */
export class Simulation {
  readonly #markets: readonly Market[];
  readonly #random: SeededRandom;
  #publish: (update: ChannelUpdate) => void = () => undefined;
  #nowMs: number;
  #nextRoundMs: number;
  #nextBlockMs: number;
  #nextStatisticsMs: number;
  #height: number;

  constructor(private readonly options: SimulationOptions) {
    this.#random = new SeededRandom(options.seed);
    this.#markets = options.markets.map((facts, clobPairId) => this.#open(facts, clobPairId));
    this.#nowMs = Math.ceil(options.startMs / MINUTE_MS) * MINUTE_MS;
    this.#nextRoundMs = this.#nextBlockMs = this.#nextStatisticsMs = this.#nowMs;
    this.#height = Math.max(0, Math.floor((this.#nowMs - GENESIS_MS) / options.blockMs));
    const listings = Object.fromEntries(this.#markets.map(({ ledger }) => [ledger.ticker, ledger.listing()]));
    this.options.state.apply({ channel: 'v4_markets', id: 'v4_markets', contents: { trading: listings } });
  }

  /** Up to when the simulation has run. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** The book of a market as it is matched: levels as prices and sizes, best first. */
  book(ticker: string): {
    readonly bids: readonly (readonly [string, string])[];
    readonly asks: readonly (readonly [string, string])[];
  } {
    const { floor } = this.#markets.find(({ facts }) => facts.ticker === ticker)!;
    const texts = (side: 'buy' | 'sell'): (readonly [string, string])[] =>
      floor
        .levels(side)
        .map(({ subticks, quantums }) => [floor.grid.price(subticks), floor.grid.size(quantums)] as const);
    return { bids: texts('buy'), asks: texts('sell') };
  }

  /** Makes history up to a time, a block a minute and without books: candles, sums and funding, nothing published. */
  backfill(toMs: number): void {
    for (; this.#nowMs + MINUTE_MS <= toMs; this.#nowMs += MINUTE_MS) {
      this.#height += Math.round(MINUTE_MS / this.options.blockMs);
      const block = { height: this.#height, timeMs: this.#nowMs };
      for (const { facts, floor, ledger } of this.#markets) {
        ledger.absorbPast(pastMinute(facts, floor, this.#random), block, this.#sink);
      }
    }
    this.#nextRoundMs = this.#nextBlockMs = this.#nextStatisticsMs = this.#nowMs;
  }

  /** Runs everything due up to `toMs` and publishes what changes, in order. */
  advance(toMs: number, publish: (update: ChannelUpdate) => void): void {
    this.#publish = publish;
    for (;;) {
      const dueMs = Math.min(this.#nextRoundMs, this.#nextBlockMs, this.#nextStatisticsMs);
      if (dueMs > toMs) break;
      this.#nowMs = dueMs;
      if (dueMs === this.#nextRoundMs) this.#round();
      else if (dueMs === this.#nextBlockMs) this.#commitBlock();
      else this.#statistics();
    }
    this.#nowMs = Math.max(this.#nowMs, toMs);
  }

  readonly #sink = {
    update: (update: ChannelUpdate): void => {
      this.options.state.apply(update);
      this.#publish(update);
    },
    funding: (funding: IndexerFunding): void => this.options.state.addFunding(funding),
  };

  #open(facts: SimulatedMarket, clobPairId: number): Market {
    const floor = new MarketFloor(facts, this.#random.integer(), (side, subticks, quantums) => {
      const levels = [[floor.grid.price(subticks), floor.grid.size(quantums)]] as const;
      const contents: IndexerBookChange = side === 'buy' ? { bids: levels } : { asks: levels };
      this.#sink.update({ channel: 'v4_orderbook', id: facts.ticker, contents });
    });
    return { facts, floor, ledger: new MarketLedger(facts, clobPairId, floor, this.#random.integer()) };
  }

  #round(): void {
    this.#nextRoundMs += ROUND_MS;
    for (const { floor } of this.#markets) floor.round(ROUND_MS / 1_000);
  }

  #commitBlock(): void {
    const block = { height: (this.#height += 1), timeMs: this.#nowMs };
    const contents = { blockHeight: String(block.height), time: isoTime(block.timeMs) };
    this.#sink.update({ channel: 'v4_block_height', id: 'v4_block_height', contents });
    let eventIndex = 0;
    for (const { ledger } of this.#markets) eventIndex = ledger.commit(block, eventIndex, this.#sink);
    const factor = this.#random.between(1 - JITTER, 1 + JITTER) * (this.#random.chance(SLOW_PROBABILITY) ? 2 : 1);
    this.#nextBlockMs += Math.max(1, Math.round(this.options.blockMs * factor));
  }

  #statistics(): void {
    this.#nextStatisticsMs += STATISTICS_MS;
    const trading: Record<string, IndexerMarket> = {};
    for (const { ledger } of this.#markets) {
      const changed = ledger.changedStatistics();
      if (changed !== undefined) trading[ledger.ticker] = changed;
    }
    if (Object.keys(trading).length === 0) return;
    this.#sink.update({ channel: 'v4_markets', id: 'v4_markets', contents: { trading } });
  }
}
