import { microPriceUsd, midPriceUsd, type TopOfBook } from '@perpstream/core';

/**
 * Which price of a book is watched: `micro` weights the best prices by the opposite sizes and so moves before they do,
 * `mid` moves only when a best price does.
 */
export type PriceSource = 'micro' | 'mid';

const prices: Readonly<Record<PriceSource, (top: TopOfBook) => number>> = { micro: microPriceUsd, mid: midPriceUsd };

/**
 * The function that reads the price of a book, > 0.
 *
 * @throws RangeError when there is no such price
 */
export function priceReader(price: PriceSource): (top: TopOfBook) => number {
  if (!Object.hasOwn(prices, price)) throw new RangeError(`price must be one of micro, mid, was ${price}`);
  return prices[price];
}
