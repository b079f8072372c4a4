import { microPriceUsd, midPriceUsd, type ProcessedMarketData, type TopOfBook } from '@perpstream/core';

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

function barCloseReader(barMs: number): PriceReader {
  if (!(barMs > 0 && barMs < Infinity)) throw new RangeError(`price.barMs must be a finite number > 0, was ${barMs}`);
  return (event) => {
    if (event.kind !== 'bar') return undefined;
    const { spec, closeUsd } = event.bar;
    return spec.type === 'time' && spec.intervalMs === barMs ? closeUsd : undefined;
  };
}
