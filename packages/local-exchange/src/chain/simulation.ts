import type { Side } from '@perpstream/core';
import { SimulatedTraders } from '../accounts/simulated-traders';
import { NOBODY } from '../agents/market-floor';
import { isoTime } from '../clock/iso-time';
import type { Fill } from '../matching/order';
import { SeededRandom } from '../random/seeded-random';
import type { MarketFault } from '../faults/exchange-fault';
import type { ChannelUpdate } from '../venue/channel-update';
import type { IndexerBookChange, IndexerFunding, IndexerMarket } from '../venue/indexer-shapes';
import type { VenueRuntime } from '../venue/venue';
import type { VenueState } from '../venue/venue-state';
import { pastMinute } from './backfill';
import type { Block } from './block';
import type { TimedBookNoise } from './book-noise';
import { ForcedTrades } from './forced-trades';
import { MarketFaults, type FaultyChain } from './market-faults';
import type { AgendaItem, MarketAction } from './market-agenda';
import type { SimulatedMarket } from './simulated-market';
import { TradingMarket, type TradingStatus } from './trading-market';

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

const STATUS_AFTER = {
  activate: 'ACTIVE',
  pause: 'PAUSED',
  'cancel-only': 'CANCEL_ONLY',
  'post-only': 'POST_ONLY',
} as const satisfies Partial<Record<MarketAction, TradingStatus>>;

export type SimulationOptions = {
  readonly seed: number;
  readonly markets: readonly SimulatedMarket[];
  /** Mean time between blocks. */
  readonly blockMs: number;
  /** When the simulated history begins; rounded up to a whole minute. */
  readonly startMs: number;
  /** Kept up to date with everything that is published, and with what is made before anything is. */
  readonly state: VenueState;
  /** How the streams of books depart from the truth; without it they do not. */
  readonly bookNoise?: TimedBookNoise;
  /** Mean number of liquidations and deleveragings over all markets, default 0. */
  readonly forcedTradesPerHour?: number;
  /** What happens to markets, in order of time. */
  readonly agenda?: readonly AgendaItem[];
};

type Publish = (update: ChannelUpdate) => void;
type IsWanted = NonNullable<VenueRuntime['isWanted']>;

/**
 * A chain with all its participants as a step machine: `advance` runs every round and every block up to a time. What
 * happens is a function of the options and the faults alone; how time is cut into steps makes no difference.
 */
export class Simulation implements FaultyChain {
  #markets: readonly TradingMarket[];
  readonly #random: SeededRandom;
  readonly #traders: SimulatedTraders;
  readonly #forced: ForcedTrades;
  readonly #agenda: AgendaItem[];
  readonly #faults = new MarketFaults(this);
  #publish: Publish = () => undefined;
  #isWanted: IsWanted = () => true;
  #nowMs: number;
  #nextRoundMs: number;
  #nextBlockMs: number;
  #nextStatisticsMs: number;
  #height: number;
  #nextClobPairId = 0;

  constructor(private readonly options: SimulationOptions) {
    const { seed, state, forcedTradesPerHour = 0 } = options;
    this.#random = new SeededRandom(seed);
    this.#nowMs = Math.ceil(options.startMs / MINUTE_MS) * MINUTE_MS;
    this.#nextRoundMs = this.#nextBlockMs = this.#nextStatisticsMs = this.#nowMs;
    this.#height = Math.max(0, Math.floor((this.#nowMs - GENESIS_MS) / options.blockMs));
    this.#agenda = [...(options.agenda ?? [])];
    this.#markets = options.markets.map((facts) => this.#open(facts, 'ACTIVE'));
    const trading = Object.fromEntries(this.#markets.map((market) => [market.ticker, market.listing()]));
    state.apply({ channel: 'v4_markets', id: 'v4_markets', contents: { trading } });
    this.#stateOraclePrices();
    this.#traders = new SimulatedTraders(this.#markets, {
      seed: this.#random.integer(),
      nowMs: () => this.#nowMs,
      publish: (id, contents) => this.#sink.update({ channel: 'v4_subaccounts', id, contents }),
      equityUsd: (address, number) => Number(state.accounts.find(address, number)?.summary().equity ?? 0),
    });
    const claimsIn = (ticker: string): ReturnType<SimulatedTraders['claims']> => this.#traders.claims(ticker);
    this.#forced = new ForcedTrades(forcedTradesPerHour, this.#random.integer(), claimsIn);
  }

  /** Up to when the simulation has run. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Makes history up to a time, a block a minute and without books: candles, sums and funding, nothing published. */
  backfill(toMs: number): void {
    for (; this.#nowMs + MINUTE_MS <= toMs; this.#nowMs += MINUTE_MS) {
      this.#height += Math.round(MINUTE_MS / this.options.blockMs);
      for (const { facts, floor, ledger } of this.#markets) {
        ledger.absorbPast(pastMinute(facts, floor, this.#random), this.#block, this.#sink);
      }
    }
    this.#stateOraclePrices();
    this.#nextRoundMs = this.#nextBlockMs = this.#nextStatisticsMs = this.#nowMs;
  }

  /**
   * Runs everything due up to `toMs` and publishes what changes, in order.
   *
   * @param isWanted whether somebody follows a book; changes of others are not put into words
   */
  advance(toMs: number, publish: Publish, isWanted: IsWanted = () => true): void {
    this.#publish = publish;
    this.#isWanted = isWanted;
    for (;;) {
      const dueMs = Math.min(this.#nextRoundMs, this.#nextBlockMs, this.#nextStatisticsMs);
      if (dueMs > toMs) break;
      this.#nowMs = dueMs;
      // A fault may change what is due.
      if (this.#faults.runUntil(dueMs)) continue;
      if (dueMs === this.#nextRoundMs) this.#round();
      else if (dueMs === this.#nextBlockMs) this.#commitBlock();
      else this.#statistics();
    }
    this.#nowMs = Math.max(this.#nowMs, toMs);
  }

  /** Has a fault begin at a time, or at once when that is past; returns in how many markets. */
  begin(fault: MarketFault, atMs: number): number {
    return this.#faults.schedule(fault, atMs);
  }

  marketsOf(ticker: string | undefined): readonly TradingMarket[] {
    return ticker === undefined ? this.#markets : this.#markets.filter((market) => market.ticker === ticker);
  }

  plan(item: AgendaItem): void {
    this.#agenda.push(item);
    this.#agenda.sort((a, b) => a.atMs - b.atMs);
  }

  haltUntil(ms: number): void {
    this.#nextBlockMs = Math.max(this.#nextBlockMs, ms);
  }

  publishListing(market: TradingMarket): void {
    const trading = { [market.ticker]: market.listing() };
    this.#sink.update({ channel: 'v4_markets', id: 'v4_markets', contents: { trading } });
  }

  readonly #sink = {
    update: (update: ChannelUpdate): void => {
      this.options.state.apply(update);
      this.#publish(update);
    },
    funding: (funding: IndexerFunding): void => this.options.state.addFunding(funding),
  };

  get #block(): Block {
    return { height: this.#height, timeMs: this.#nowMs };
  }

  #open(facts: SimulatedMarket, status: TradingStatus): TradingMarket {
    const market = new TradingMarket({
      facts,
      clobPairId: this.#nextClobPairId,
      status,
      random: this.#random,
      startMs: this.#nowMs,
      noise: this.options.bookNoise,
      levelPublished: (of, side, subticks, quantums) => this.#publishLevel(of, side, subticks, quantums),
    });
    this.#nextClobPairId += 1;
    this.options.state.attachBook(facts.ticker, market);
    return market;
  }

  #publishLevel({ ticker, floor: { grid } }: TradingMarket, side: Side, subticks: number, quantums: number): void {
    if (!this.#isWanted('v4_orderbook', ticker)) return;
    const levels = [[grid.price(subticks), grid.size(quantums)]] as const;
    const contents: IndexerBookChange = side === 'buy' ? { bids: levels } : { asks: levels };
    this.#publish({ channel: 'v4_orderbook', id: ticker, contents });
  }

  #round(): void {
    this.#nextRoundMs += ROUND_MS;
    for (const market of this.#markets) market.round(ROUND_MS / 1_000, this.#nowMs);
    this.#forced.round(this.#markets, ROUND_MS);
  }

  #commitBlock(): void {
    this.#height += 1;
    const block = this.#block;
    const contents = { blockHeight: String(block.height), time: isoTime(block.timeMs) };
    this.#sink.update({ channel: 'v4_block_height', id: 'v4_block_height', contents });
    const events: (readonly [Fill, number])[] = [];
    for (const { floor, ledger } of this.#markets) {
      const fills = floor.takeFills();
      ledger.commit(fills, block, events.length, this.#sink);
      for (const fill of fills) events.push([fill, events.length]);
    }
    this.#traders.commit(block, events);
    while ((this.#agenda[0]?.atMs ?? Infinity) <= this.#nowMs) this.#act(this.#agenda.shift()!, block);
    const factor = this.#random.between(1 - JITTER, 1 + JITTER) * (this.#random.chance(SLOW_PROBABILITY) ? 2 : 1);
    this.#nextBlockMs += Math.max(1, Math.round(this.options.blockMs * factor));
  }

  #act(item: AgendaItem, block: Block): void {
    if (item.action === 'list') return this.#list(item.market, block);
    const market = this.#markets.find(({ ticker }) => ticker === item.ticker);
    if (market === undefined) return;
    switch (item.action) {
      case 'settle':
        return this.#settle(market, block);
      case 'reopen':
        return this.#setStatus(market, 'INITIALIZING');
      case 'remove':
        return this.#remove(market.ticker);
      default:
        if (market.status !== 'FINAL_SETTLEMENT') this.#setStatus(market, STATUS_AFTER[item.action]);
    }
  }

  #list(facts: SimulatedMarket, block: Block): void {
    const market = this.#open(facts, 'INITIALIZING');
    this.#markets = [...this.#markets, market];
    this.publishListing(market);
    this.#sink.update(market.ledger.oracleUpdate(block));
  }

  #settle(market: TradingMarket, block: Block): void {
    this.#setStatus(market, 'FINAL_SETTLEMENT');
    this.#traders.settle(market.ticker, block);
    const subticks = market.floor.grid.floorPrice(market.floor.oracleSubticks);
    for (const { reference, quantums } of this.#traders.claims(market.ticker)) {
      const takerSide = quantums > 0 ? 'sell' : 'buy';
      const parties = { taker: { owner: NOBODY, reference }, maker: { owner: NOBODY } };
      market.floor.deleverage({ takerSide, subticks, quantums: Math.abs(quantums), ...parties });
    }
  }

  #remove(ticker: string): void {
    this.#markets = this.#markets.filter((market) => market.ticker !== ticker);
    this.#traders.close(ticker);
    this.options.state.removeMarket(ticker);
  }

  #setStatus(market: TradingMarket, status: TradingStatus): void {
    market.setStatus(status, this.#nowMs);
    this.publishListing(market);
  }

  #stateOraclePrices(): void {
    for (const { ledger } of this.#markets) this.options.state.apply(ledger.oracleUpdate(this.#block));
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
