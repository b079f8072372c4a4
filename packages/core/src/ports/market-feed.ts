import type { Observable } from 'rxjs';
import type { FeedEvent } from '../input/input';

/**
 * A source of raw market and account frames: a pool of live sockets, or a recording.
 *
 * Subscribing opens it, unsubscribing closes every socket and file. Frames of one connection come in order of arrival.
 * A lost socket is a `connection` event and a retry inside, never an error; the stream errors only when it cannot go on
 * at all, and completes when a recording ends.
 */
export interface MarketFeed {
  readonly events$: Observable<FeedEvent>;
}
