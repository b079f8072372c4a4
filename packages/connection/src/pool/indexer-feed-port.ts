import { type MarketFeed } from '@perpstream/core';
import { type Observable } from 'rxjs';
import { type StreamStatus } from '../streams/stream-record';
import { type StreamRequest } from '../streams/stream-request';

/** The live feed: its events, what it carries, and how each stream of it is doing. */
export interface IndexerFeed extends MarketFeed {
  /**
   * Makes these the streams that the feed carries, before or while it is read: new ones are asked for, missing ones
   * unsubscribed, the others left alone. With none, all sockets close.
   * @throws RangeError when a stream is not valid; nothing changes then
   */
  setStreams(streams: readonly StreamRequest[]): void;
  /** Every stream that is wanted, in order of first asking. Empty while nobody reads `events$`. */
  statuses(): readonly StreamStatus[];
  /** `statuses()` at once and then every `statusEveryMs`. Does not open the feed. */
  readonly statuses$: Observable<readonly StreamStatus[]>;
}
