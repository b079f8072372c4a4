import { decodeInputs } from '@perpstream/connection';
import { type AuditEvent, type Input, type MarketId, type StatusChange } from '@perpstream/core';
import { marketContexts } from '@perpstream/data';
import { filter, map, type OperatorFunction } from 'rxjs';
import { isMarketData } from '../compose-guards';
import { followListings } from '../run/follow-listings';

/** Only these are worth the work of reading. */
function tellsOfListings(input: Input): boolean {
  return input.kind === 'rest' || (input.kind === 'frame' && input.text.includes('"v4_markets"'));
}

/**
 * The markets to record as the exchange lists and delists: emits the whole list whenever it changes.
 *
 * @param first the markets that are recorded at the start
 */
export function followRecordedListings(first: readonly MarketId[]): OperatorFunction<Input, readonly MarketId[]> {
  // What is odd about a frame was told when it came.
  const faults = { report: (): void => undefined };
  return (inputs$) =>
    inputs$.pipe(
      filter(tellsOfListings),
      map((input, seq) => ({ ...input, seq })),
      decodeInputs({ faults }),
      filter(isMarketData),
      marketContexts(),
      filter((event): event is StatusChange => event.kind === 'status-change'),
      map((event): AuditEvent => ({ topic: 'data', event })),
      followListings(first),
    );
}
