import type { UnixMs } from '@perpstream/core';

/** Length of the windows over which events are counted. */
const WINDOW_MS = 1_000;

/** Events in total and per second, over the last full window of at least one second of event time. */
export type EventRate = {
  readonly total: number;
  readonly perSecond: number;
  readonly windowStartMs: UnixMs | undefined;
  readonly inWindow: number;
};

/** No event yet. */
export const noEvents: EventRate = { total: 0, perSecond: 0, windowStartMs: undefined, inWindow: 0 };

/** Counts one event received at `atMs`. */
export function countEvent(rate: EventRate, atMs: UnixMs): EventRate {
  const { total, perSecond, windowStartMs = atMs, inWindow } = rate;
  const elapsedMs = atMs - windowStartMs;
  if (elapsedMs < WINDOW_MS) return { total: total + 1, perSecond, windowStartMs, inWindow: inWindow + 1 };
  return { total: total + 1, perSecond: (inWindow * 1_000) / elapsedMs, windowStartMs: atMs, inWindow: 1 };
}
