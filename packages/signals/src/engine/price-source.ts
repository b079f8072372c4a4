import { microPriceUsd, midPriceUsd, type ProcessedMarketData, type TopOfBook } from '@perpstream/core';
import { barReader } from './bar-source';

/**
 * Which price is watched.
 *
 * - `micro`: of the book, the best prices weighted by the opposite sizes; moves before they do
 * - `mid`: of the book; moves only when a best price does
 * - `{ barMs }`: closes of the time bars of this length in ms
 */
export type PriceSource = 'micro' | 'mid' | { readonly barMs: number };

/** Reads the price, > 0, out of an event; undefined when the event does not state it. */
export type PriceReader = (event: ProcessedMarketData) => number | undefined;

const prices: Readonly<Record<string, (top: TopOfBook) => number>> = { micro: microPriceUsd, mid: midPriceUsd };

/**
 * The function that reads the price out of an event.
 *
 * @throws RangeError when there is no such price
 */
export function priceReader(price: PriceSource): PriceReader {
  if (typeof price === 'object') return barCloseReader(price.barMs);
  const priceOf = Object.hasOwn(prices, price) ? prices[price] : undefined;
  if (priceOf === undefined) throw new RangeError(`price must be one of micro, mid, { barMs }, was ${price}`);
  return (event) => (event.kind === 'book' ? priceOf(event.top) : undefined);
}

/** The kind of events that state the price. */
export function priceKind(price: PriceSource): 'book' | 'bar' {
  return typeof price === 'object' ? 'bar' : 'book';
}

/** A bar counts as much as so many ms of books: default half lives are made for books that come several times a second. */
const BOOK_MS_PER_BAR = 5_000;

/** How many times longer default durations are for this price: 1 for books; for bars so that 5 s become one bar. */
export function defaultStretch(price: PriceSource): number {
  return typeof price === 'object' ? price.barMs / BOOK_MS_PER_BAR : 1;
}

function barCloseReader(barMs: number): PriceReader {
  const barOf = barReader(barMs);
  return (event) => barOf(event)?.closeUsd;
}
