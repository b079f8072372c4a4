import { isoTime } from '../clock/iso-time';
import type { MarketFloor } from '../agents/market-floor';
import type { Fill } from '../matching/order';
import { SeededRandom } from '../random/seeded-random';
import type { ChannelUpdate } from '../venue/channel-update';
import type { IndexerFunding, IndexerMarket, IndexerTrade } from '../venue/indexer-shapes';
import { RESOLUTIONS } from '../venue/resolution';
import { eventId, type Block } from './block';
import { candleContents } from './candle-contents';
import { CandleSeries, type CandleChange, type GrowingCandle } from './candle-series';
import { flowOf, type FlowTotals } from './flow-totals';
import { Funding, fundingPpmOf } from './funding';
import { OpenInterest } from './open-interest';
import { Oracle } from './oracle';
import { RollingDay } from './rolling-day';
import type { SimulatedMarket } from './simulated-market';

/** Where a ledger sends what a block changed. */
export interface LedgerSink {
  update(update: ChannelUpdate): void;
  funding(funding: IndexerFunding): void;
}

type CandleChoice = (change: CandleChange) => readonly (GrowingCandle | undefined)[];

/** What is committed of one market: its trades, candles, oracle price, funding, open interest and 24-hour sums. */
export class MarketLedger {
  readonly #series = RESOLUTIONS.map((resolution) => new CandleSeries(resolution));
  readonly #day = new RollingDay();
  readonly #funding = new Funding();
  readonly #oracle: Oracle;
  readonly #openInterest: OpenInterest;
  #stated: IndexerMarket = {};

  constructor(
    private readonly market: SimulatedMarket,
    private readonly clobPairId: number,
    private readonly floor: MarketFloor,
    seed: number,
  ) {
    const { grid } = floor;
    const usual = grid.quantumsFor(market.openInterestUsd, grid.subticksOf(market.priceUsd));
    this.#openInterest = new OpenInterest(usual, grid.stepQuantums, new SeededRandom(seed));
    this.#oracle = new Oracle(market.priceUsd);
  }

  get ticker(): string {
    return this.market.ticker;
  }

  /** Text of the oracle price. */
  get oraclePrice(): string {
    return this.#oracle.text;
  }

  /** Whether the oracle price stays as it is, whatever becomes of the fair value. */
  freezeOracle(isFrozen: boolean): void {
    this.#oracle.isFrozen = isFrozen;
  }

  /** Fixes the funding rate, a fraction per hour; undefined sets it free again. */
  forceFunding(rate: number | undefined): void {
    this.#funding.force(rate === undefined ? undefined : fundingPpmOf(rate));
  }

  /** Fixes open interest at a worth by the oracle price of now; undefined sets it free again. */
  forceOpenInterest(usd: number | undefined): void {
    const { grid, oracleSubticks } = this.floor;
    this.#openInterest.force(usd === undefined ? undefined : grid.quantumsFor(usd, oracleSubticks));
  }

  /** Commits the fills of a block, whose events are numbered from `firstEventIndex` on. */
  commit(fills: readonly Fill[], block: Block, firstEventIndex: number, sink: LedgerSink): void {
    if (fills.length > 0) sink.update(this.#trades(fills, block, firstEventIndex));
    const flow = flowOf(fills, this.floor.grid);
    if (this.#followOracle()) sink.update(this.oracleUpdate(block));
    this.#absorb(flow, block, sink, ({ ended, newest }) => [ended, newest]);
  }

  /** Takes in the flow of a block of the past, of which only candles that have ended matter. */
  absorbPast(flow: FlowTotals, block: Block, sink: LedgerSink): void {
    this.#followOracle();
    this.#absorb(flow, block, sink, ({ ended }) => [ended]);
  }

  /** The oracle price as the chain states it. */
  oracleUpdate({ height, timeMs }: Block): ChannelUpdate {
    const price = {
      oraclePrice: this.#oracle.text,
      effectiveAt: isoTime(timeMs),
      effectiveAtHeight: String(height),
      marketId: this.clobPairId,
    };
    return { channel: 'v4_markets', id: 'v4_markets', contents: { oraclePrices: { [this.ticker]: price } } };
  }

  /** The whole market object, as v4_markets streams it: without the oracle price, which comes apart. */
  listing(status: string): IndexerMarket {
    const { market } = this;
    const { grid } = this.floor;
    return {
      id: String(this.clobPairId),
      clobPairId: String(this.clobPairId),
      ticker: market.ticker,
      marketId: this.clobPairId,
      status,
      ...this.statistics(),
      initialMarginFraction: market.initialMarginFraction,
      maintenanceMarginFraction: market.maintenanceMarginFraction,
      atomicResolution: market.atomicResolution,
      quantumConversionExponent: market.quantumConversionExponent,
      tickSize: grid.tickSize,
      stepSize: grid.stepSize,
      stepBaseQuantums: market.stepBaseQuantums,
      subticksPerTick: market.subticksPerTick,
      marketType: market.marketType ?? 'CROSS',
      openInterestLowerCap: String(market.openInterestLowerCapUsd),
      openInterestUpperCap: String(market.openInterestUpperCapUsd),
      baseOpenInterest: grid.size(this.#openInterest.quantums),
      defaultFundingRate1H: '0',
    };
  }

  /** The 24-hour sums, open interest and funding as they are now. */
  statistics(): IndexerMarket {
    const { value, trades, change } = this.#day.totals();
    const { grid } = this.floor;
    return {
      priceChange24H: grid.price(change),
      volume24H: grid.usd(value),
      trades24H: trades,
      nextFundingRate: this.#funding.predictedRate,
      openInterest: grid.size(this.#openInterest.quantums),
    };
  }

  /** Those of the statistics that changed since the last call; undefined when none did. */
  changedStatistics(): IndexerMarket | undefined {
    const now = this.statistics();
    const changed = Object.entries(now).filter(([name, value]) => this.#stated[name] !== value);
    this.#stated = now;
    return changed.length === 0 ? undefined : Object.fromEntries(changed);
  }

  #absorb(flow: FlowTotals | undefined, block: Block, sink: LedgerSink, candlesOf: CandleChoice): void {
    if (flow !== undefined) {
      this.#day.add(flow, block.timeMs);
      this.#openInterest.add(flow);
    }
    this.#sampleFunding(block, sink);
    this.#commitCandles(flow, block, sink, candlesOf);
  }

  #trades(fills: readonly Fill[], { height, timeMs }: Block, firstEventIndex: number): ChannelUpdate {
    const { grid } = this.floor;
    const createdAt = isoTime(timeMs);
    const trades = fills.map(({ type, takerSide, subticks, quantums }, at): IndexerTrade => ({
      id: eventId(height, firstEventIndex + at),
      size: grid.size(quantums),
      price: grid.price(subticks),
      side: takerSide === 'buy' ? 'BUY' : 'SELL',
      createdAt,
      type,
    }));
    return { channel: 'v4_trades', id: this.ticker, contents: { trades } };
  }

  #followOracle(): boolean {
    const { grid, fairValue } = this.floor;
    const isNew = this.#oracle.follow(grid.priceUsd(fairValue.subticks), fairValue.isShaken);
    if (isNew) this.floor.oracleSubticks = grid.subticksOf(this.#oracle.priceUsd);
    return isNew;
  }

  #sampleFunding({ height, timeMs }: Block, sink: LedgerSink): void {
    const bid = this.floor.bestSubticks('buy');
    const ask = this.floor.bestSubticks('sell');
    const isQuoted = bid !== undefined && ask !== undefined;
    const midUsd = isQuoted ? this.floor.grid.priceUsd((bid + ask) / 2) : this.#oracle.priceUsd;
    const rate = this.#funding.sample(midUsd / this.#oracle.priceUsd - 1, timeMs);
    if (rate === undefined) return;
    const effectiveAt = isoTime(timeMs);
    sink.funding({
      ticker: this.ticker,
      rate,
      price: this.#oracle.text,
      effectiveAt,
      effectiveAtHeight: String(height),
    });
  }

  #commitCandles(flow: FlowTotals | undefined, { timeMs }: Block, sink: LedgerSink, candlesOf: CandleChoice): void {
    const { grid } = this.floor;
    const context = { timeMs, mid: () => this.#mid(), openInterest: () => grid.size(this.#openInterest.quantums) };
    for (const series of this.#series) {
      const change = series.commit(flow, context);
      if (change === undefined) continue;
      const id = `${this.ticker}/${series.resolution}`;
      for (const candle of candlesOf(change)) {
        if (candle === undefined) continue;
        const contents = candleContents(candle, this.ticker, series.resolution, grid);
        sink.update({ channel: 'v4_candles', id, contents });
      }
    }
  }

  #mid(): string | null {
    const bid = this.floor.bestSubticks('buy');
    const ask = this.floor.bestSubticks('sell');
    return bid === undefined || ask === undefined ? null : this.floor.grid.midPrice(bid, ask);
  }
}
