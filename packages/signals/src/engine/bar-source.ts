import type { Bar, ProcessedMarketData } from '@perpstream/core';
import { requirePositive } from './require-positive';

/** Reads the bar out of an event; undefined when the event is not a bar of the kind that is looked for. */
export type BarReader = (event: ProcessedMarketData) => Bar | undefined;

/**
 * The function that reads time bars of one length out of events.
 *
 * @param barMs length of the bars in ms, > 0
 * @throws RangeError when it is not a length
 */
export function barReader(barMs: number): BarReader {
  requirePositive({ barMs });
  return (event) => {
    if (event.kind !== 'bar') return undefined;
    const { spec } = event.bar;
    return spec.type === 'time' && spec.intervalMs === barMs ? event.bar : undefined;
  };
}
