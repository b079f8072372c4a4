import type { CandleResolution } from '@perpstream/core';

const MINUTE_MS = 60_000;

/** Length of a candle of each resolution in milliseconds, shortest first. */
export const RESOLUTION_MS: Readonly<Record<CandleResolution, number>> = {
  '1MIN': MINUTE_MS,
  '5MINS': 5 * MINUTE_MS,
  '15MINS': 15 * MINUTE_MS,
  '30MINS': 30 * MINUTE_MS,
  '1HOUR': 60 * MINUTE_MS,
  '4HOURS': 240 * MINUTE_MS,
  '1DAY': 1440 * MINUTE_MS,
};

/** The seven resolutions, shortest first. */
export const RESOLUTIONS: readonly CandleResolution[] = Object.keys(RESOLUTION_MS) as CandleResolution[];

/** Whether a text names one of the seven resolutions. */
export function isResolution(text: string | undefined): text is CandleResolution {
  return text !== undefined && Object.hasOwn(RESOLUTION_MS, text);
}
