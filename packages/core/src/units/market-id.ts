import type { Brand } from './brand';

/** The ticker that names a market, for example `BTC-USD`. */
export type MarketId = Brand<string, 'MarketId'>;

/**
 * Marks a ticker as the name of a market.
 *
 * @throws RangeError when the ticker is empty or has white space
 * @example marketId('BTC-USD')
 */
export function marketId(ticker: string): MarketId {
  if (!/^\S+$/.test(ticker)) throw new RangeError(`a market needs a ticker without spaces, was "${ticker}"`);
  return ticker as MarketId;
}
