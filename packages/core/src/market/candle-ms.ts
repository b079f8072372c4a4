import type { CandleResolution } from './market-data';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Length of the candles of each resolution in ms, shortest first. They start at whole multiples of it since the Unix epoch.
 *
 * @example CANDLE_MS['5MINS'] // 300_000
 */
export const CANDLE_MS: Readonly<Record<CandleResolution, number>> = {
  '1MIN': MINUTE_MS,
  '5MINS': 5 * MINUTE_MS,
  '15MINS': 15 * MINUTE_MS,
  '30MINS': 30 * MINUTE_MS,
  '1HOUR': HOUR_MS,
  '4HOURS': 4 * HOUR_MS,
  '1DAY': 24 * HOUR_MS,
};
