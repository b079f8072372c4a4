import { unixMs, type BookUpdate, type MarketEvent, type MarketId, type TradeFlow } from '@perpstream/core';
import { BTC } from './markets';
import { normalNumber } from './normal-number';
import { bookUpdate, tradeFlow } from './processed';
import { randomNumbers } from './random-numbers';
import type { Level } from './static-book-view';

const LEVELS = 5;
/** The first events of xorshift with a small seed are small: let it run a little before it is used. */
const SKIPPED = 20;

/** Options of `marketWalk`; every field has a default. */
export type MarketWalkOptions = {
  readonly marketId?: MarketId;
  /** The same seed gives the same market; any whole number but 0. */
  readonly seed?: number;
  /** Number of books, > 0. */
  readonly books?: number;
  readonly startMs?: number;
  /** Time from book to book in ms. */
  readonly intervalMs?: number;
  /** Price at the start in USD. */
  readonly priceUsd?: number;
  /** Standard deviation of the price change from book to book, in basis points. */
  readonly stepBps?: number;
  /** Mean price change from book to book, in basis points. */
  readonly driftBps?: number;
  /** A trade flow comes after every so many books. */
  readonly booksPerFlow?: number;
};

/**
 * Made-up events of one market: the price is a random walk, sizes of levels and trades are random, five levels a side one
 * basis point apart. Deterministic.
 *
 * @example marketWalk({ seed: 7, books: 400, intervalMs: 250, stepBps: 2 })
 */
export function marketWalk(options: MarketWalkOptions = {}): (BookUpdate | TradeFlow)[] {
  const { marketId = BTC, seed = 1, books = 200, startMs = 0, intervalMs = 250 } = options;
  const { priceUsd = 100, stepBps = 1, driftBps = 0, booksPerFlow = 4 } = options;
  const random = randomNumbers(seed);
  for (let skipped = 0; skipped < SKIPPED; skipped += 1) random();
  let midUsd = priceUsd;
  return Array.from({ length: books }, (_, index) => {
    midUsd *= Math.exp((driftBps + stepBps * normalNumber(random)) / 10_000);
    const event = { marketId, cause: index, receivedMs: unixMs(startMs + index * intervalMs) };
    const book = bookUpdate({ ...event, bids: levels(midUsd, -1, random), asks: levels(midUsd, 1, random) });
    return (index + 1) % booksPerFlow === 0 ? [book, flow(event, midUsd, random)] : [book];
  }).flat();
}

function levels(midUsd: number, direction: 1 | -1, random: () => number): Level[] {
  return Array.from({ length: LEVELS }, (_, depth) => [
    midUsd * (1 + (direction * (depth + 0.5)) / 10_000),
    1 + 9 * random(),
  ]);
}

function flow(event: MarketEvent, priceUsd: number, random: () => number): TradeFlow {
  const buyBase = -Math.log(random());
  const sellBase = -Math.log(random());
  const [buyUsd, sellUsd] = [buyBase * priceUsd, sellBase * priceUsd];
  const prices = { highPriceUsd: priceUsd, lowPriceUsd: priceUsd, lastPriceUsd: priceUsd };
  return tradeFlow({
    ...event,
    ...prices,
    buyBase,
    sellBase,
    buyUsd,
    sellUsd,
    trades: 2,
    largestTradeUsd: Math.max(buyUsd, sellUsd),
  });
}
