import { unixMs, type MarketId, type ProcessedMarketData } from '@perpstream/core';

type Events = readonly ProcessedMarketData[];

/** The event as if it had come at another time. */
export function retimed<T extends ProcessedMarketData>(event: T, receivedMs: number): T {
  return { ...event, receivedMs: unixMs(receivedMs) };
}

/** The events as those of another market. */
export function ofMarket(events: Events, marketId: MarketId): ProcessedMarketData[] {
  return events.map((event) => ({ ...event, marketId }));
}

/** The events with their position as cause, so that an output names its input. */
export function numbered<T extends { readonly cause: number }>(events: readonly T[]): T[] {
  return events.map((event, cause) => ({ ...event, cause }));
}

/** The time of the last event, 0 without events. */
export function endMs(events: readonly { readonly receivedMs: number }[]): number {
  return events.at(-1)?.receivedMs ?? 0;
}

/** The events with one more in the middle, at the time of the one before it. */
export function withInTheMiddle(events: Events, extra: ProcessedMarketData): ProcessedMarketData[] {
  const middle = events.length >> 1;
  const before = events.slice(0, middle);
  return [...before, retimed(extra, endMs(before)), ...events.slice(middle)];
}
