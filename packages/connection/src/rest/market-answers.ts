import { type MarketFacts, type MarketId, type Trade, type UnixMs } from '@perpstream/core';
import { readDecimal, readFields, readInteger, readList, readMarketId, readPositive, readTime } from '../wire/fields';
import { readMarketStatements } from '../wire/markets';
import { UNCOUNTED } from '../wire/oddities';
import { readTrade } from '../wire/trades';

/** A market of the Indexer's list. The oracle price is absent before the first one. */
export type ListedMarket = {
  readonly marketId: MarketId;
  readonly facts: MarketFacts;
  readonly oraclePriceUsd?: number;
};

/** A trade with the block that committed it, which the stream does not state. */
export type ListedTrade = Trade & { readonly height: number };

/** The funding of one past hour. */
export type FundingRate = {
  readonly marketId: MarketId;
  /** A fraction of the position's value; positive means that longs paid. */
  readonly rate1h: number;
  /** The oracle price that it was paid at. */
  readonly priceUsd: number;
  readonly exchangeMs: UnixMs;
  readonly height: number;
};

/** A committed block. */
export type ListedBlock = { readonly height: number; readonly exchangeMs: UnixMs };

/** @throws Malformed */
export function readMarketList(body: unknown): ListedMarket[] {
  return [...readMarketStatements([body])].map(([marketId, { facts, oracle }]) =>
    oracle === undefined ? { marketId, facts } : { marketId, facts, oraclePriceUsd: oracle.priceUsd },
  );
}

/** @throws Malformed */
export function readTradeList(body: unknown): ListedTrade[] {
  return readList(readFields(body, 'body').trades, 'trades').map((value) => ({
    ...readTrade(value, UNCOUNTED),
    height: readInteger(readFields(value, 'trade').createdAtHeight, 'createdAtHeight'),
  }));
}

/** @throws Malformed */
export function readFundingList(body: unknown): FundingRate[] {
  return readList(readFields(body, 'body').historicalFunding, 'historicalFunding').map((value) => {
    const funding = readFields(value, 'funding');
    return {
      marketId: readMarketId(funding.ticker, 'ticker'),
      rate1h: readDecimal(funding.rate, 'rate'),
      priceUsd: readDecimal(funding.price, 'price'),
      exchangeMs: readTime(funding.effectiveAt, 'effectiveAt'),
      height: readInteger(funding.effectiveAtHeight, 'effectiveAtHeight'),
    };
  });
}

/** Closing prices of every market, oldest first. @throws Malformed */
export function readSparklines(body: unknown): ReadonlyMap<MarketId, readonly number[]> {
  const closes = Object.entries(readFields(body, 'body')).map(([ticker, values]): [MarketId, number[]] => [
    readMarketId(ticker, 'ticker'),
    readList(values, ticker)
      .map((close) => readPositive(close, 'close'))
      .reverse(),
  ]);
  return new Map(closes);
}

/** @throws Malformed */
export function readServerTime(body: unknown): UnixMs {
  return readTime(readFields(body, 'body').iso, 'iso');
}

/** @throws Malformed */
export function readBlock(body: unknown): ListedBlock {
  const block = readFields(body, 'body');
  return { height: readInteger(block.height, 'height'), exchangeMs: readTime(block.time, 'time') };
}
