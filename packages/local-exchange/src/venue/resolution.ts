import { CANDLE_MS, type CandleResolution } from '@perpstream/core';

/** The seven resolutions, shortest first. */
export const RESOLUTIONS: readonly CandleResolution[] = Object.keys(CANDLE_MS) as CandleResolution[];

/** Whether a text names one of the seven resolutions. */
export function isResolution(text: string | undefined): text is CandleResolution {
  return text !== undefined && Object.hasOwn(CANDLE_MS, text);
}
