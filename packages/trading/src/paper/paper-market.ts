import {
  toQuantums,
  type BookUpdate,
  type DataQuality,
  type MarketContext,
  type MarketId,
  type MarketRules,
  type MarketStatus,
  type OrderIntent,
  type ProcessedMarketData,
} from '@perpstream/core';

/** An order of the account that rests in the simulated book. */
export type RestingOrder = {
  readonly order: OrderIntent;
  remainingQuantums: bigint;
  /** Displayed size at its price that was there before it and trades first. */
  queueAheadQuantums: bigint;
  /** Exchange time of the block in which it came to rest: trades of that block or earlier missed it. */
  readonly sinceExchangeMs: number;
  /** Undefined until the first block tells a height. */
  goodTilBlock: number | undefined;
};

/** What the simulation knows of one market. */
export type PaperMarket = {
  rules: MarketRules | undefined;
  status: MarketStatus;
  book: BookUpdate | undefined;
  isLive: boolean;
  /** The mark; undefined until the exchange stated one. */
  oraclePriceUsd: number | undefined;
  /** Of the whole market; 0 until it is known. */
  openInterestBase: number;
  /** Displayed quantums by price that own fills have taken since the latest book event. */
  readonly taken: Map<number, bigint>;
  /** Signed quantums held: by the latest account state, or through fills of this gateway since. */
  positionQuantums: bigint;
  /** In order of coming to rest. */
  resting: RestingOrder[];
};

/** A market of which nothing is known yet. */
export function newPaperMarket(): PaperMarket {
  return {
    rules: undefined,
    status: 'UNKNOWN',
    book: undefined,
    isLive: true,
    oraclePriceUsd: undefined,
    openInterestBase: 0,
    taken: new Map(),
    positionQuantums: 0n,
    resting: [],
  };
}

/** All markets of an exchange, in the order in which they were first met. */
export type PaperMarkets = Map<MarketId, PaperMarket>;

/** The market of this id, made when it is met for the first time. */
export function paperMarket(markets: PaperMarkets, marketId: MarketId): PaperMarket {
  let market = markets.get(marketId);
  if (market === undefined) markets.set(marketId, (market = newPaperMarket()));
  return market;
}

function isPositive(value: number | undefined): value is number {
  return value !== undefined && value > 0 && value < Infinity;
}

function learnContext(market: PaperMarket, context: MarketContext): void {
  const { status, rules, oraclePriceUsd, openInterestBase } = context;
  // That nobody tells us the status does not change it at the exchange.
  if (status !== 'UNKNOWN') market.status = status;
  if (rules !== undefined) market.rules = rules;
  // What is no price or size at all does not take the place of one.
  if (isPositive(oraclePriceUsd)) market.oraclePriceUsd = oraclePriceUsd;
  if (isPositive(openInterestBase)) market.openInterestBase = openInterestBase;
}

function learnQuality(market: PaperMarket, { level }: DataQuality): void {
  market.isLive = level === 'live';
  if (level === 'syncing') market.book = undefined;
}

/** Takes over what an event says of a market. A new book shows afresh what can be taken. */
export function learn(market: PaperMarket, event: ProcessedMarketData): void {
  if (event.kind === 'context') learnContext(market, event);
  if (event.kind === 'quality') learnQuality(market, event);
  if (event.kind === 'book') {
    market.book = event;
    market.taken.clear();
  }
}

/** A displayed size in whole steps, 0 when it is below one. */
export function displayedQuantums(sizeBase: number, rules: MarketRules): bigint {
  if (!(sizeBase > 0)) return 0n;
  const onGrid = toQuantums(sizeBase, rules, 'down');
  return onGrid.ok ? onGrid.value : 0n;
}

/** What is left to take of a displayed level, in quantums. */
export function availableQuantums(market: PaperMarket, rules: MarketRules, priceUsd: number, sizeBase: number): bigint {
  const available = displayedQuantums(sizeBase, rules) - (market.taken.get(priceUsd) ?? 0n);
  return available > 0n ? available : 0n;
}

/** Marks displayed size as taken until the next book event. */
export function markTaken(market: PaperMarket, priceUsd: number, quantums: bigint): void {
  market.taken.set(priceUsd, (market.taken.get(priceUsd) ?? 0n) + quantums);
}
