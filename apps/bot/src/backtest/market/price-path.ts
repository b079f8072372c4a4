import { type SourceCandle } from '../sources/source-candle';

/**
 * How a price gets from the open of a candle to its close.
 *
 * - `close`: straight
 * - `ohlc`: by the extreme that is nearer to the open, then by the other one
 */
export type PathName = 'close' | 'ohlc';

/** Prices between open and close, in order. */
export function pricesBetween(candle: SourceCandle, path: PathName): readonly number[] {
  if (path === 'close') return [];
  const { openUsd, highUsd, lowUsd, closeUsd } = candle;
  const toHigh = highUsd - openUsd;
  const toLow = openUsd - lowUsd;
  // At the same distance the one that the close turned away from came first.
  const isHighFirst = toHigh === toLow ? closeUsd < openUsd : toHigh < toLow;
  return isHighFirst ? [highUsd, lowUsd] : [lowUsd, highUsd];
}
