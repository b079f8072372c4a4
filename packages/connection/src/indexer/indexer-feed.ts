import { type Clock, type FaultSink, type FeedEvent, type MarketFeed } from '@perpstream/core';
import { defer, merge, share, type Observable, type SchedulerLike } from 'rxjs';
import { backoffOf, type BackoffOptions } from '../state/reconnect-policy';
import { partitionStreams } from './partition-streams';
import { reconnectingSocket } from './reconnecting-socket';
import { assertStreamRequest, type StreamRequest } from './stream-request';

/** Options of the live feed. */
export type IndexerFeedOptions = {
  /** Address of the Indexer's socket, `ws://` or `wss://`. */
  readonly url: string;
  /** At least one; a stream named twice is carried once. */
  readonly streams: readonly StreamRequest[];
  /** Wall clock, for receive times. */
  readonly clock: Clock;
  /** For all waiting: `asyncScheduler` in an app, a virtual one in tests. */
  readonly scheduler: SchedulerLike;
  /** Random numbers in [0, 1), for the jitter of the back-off. */
  readonly random: () => number;
  readonly faults: FaultSink;
  /**
   * A socket without frame and ping for so long is given up, > 0. Default 10,000. Order books, trades and block heights
   * keep a socket alive; where only account streams run, take more than the 30,000 between two pings of the server.
   */
  readonly silenceMs?: number;
  readonly backoff?: BackoffOptions;
  /** A stream without confirmation for so long is asked for again, > 0. Default 25,000: the server itself waits 20,000. */
  readonly subscriptionTimeoutMs?: number;
};

/**
 * The live streams of a dYdX v4 Indexer as one Observable over as few sockets as the Indexer's caps allow.
 *
 * Every text frame is forwarded as it came, together with the state changes of its socket: `connecting`, `open` (greeted;
 * the streams are asked for then), `degraded` (silent), `waiting` or `circuit-open` (lost), and so on. Sockets are numbered
 * from 0, each has its own reconnect loop. After a reconnect every stream starts over with a snapshot. `receivedUs` never
 * decreases. What goes wrong is a fault; the stream neither errors nor completes.
 *
 * All subscribers share the sockets. The first opens them, the last to leave closes them.
 * @throws RangeError when an option is outside its bounds
 * @example
 * const feed = indexerFeed({
 *   url: INDEXER_NETWORKS.mainnet.wsUrl,
 *   streams: [{ channel: 'v4_orderbook', id: 'BTC-USD' }, { channel: 'v4_markets' }],
 *   clock, scheduler: asyncScheduler, random: Math.random, faults,
 * });
 */
export function indexerFeed(options: IndexerFeedOptions): MarketFeed {
  const { url, streams, clock, silenceMs = 10_000, subscriptionTimeoutMs = 25_000 } = options;
  if (!/^wss?:\/\//.test(url) || !URL.canParse(url))
    throw new RangeError(`url must be a ws:// or wss:// URL, was "${url}"`);
  if (streams.length === 0) throw new RangeError('streams must name at least one stream');
  if (!(silenceMs > 0)) throw new RangeError(`silenceMs must be > 0, was ${silenceMs}`);
  if (!(subscriptionTimeoutMs > 0)) {
    throw new RangeError(`subscriptionTimeoutMs must be > 0, was ${subscriptionTimeoutMs}`);
  }
  streams.forEach(assertStreamRequest);
  const shared = { ...options, silenceMs, subscriptionTimeoutMs, backoff: backoffOf(options.backoff) };
  const connections = partitionStreams(streams);

  const events$: Observable<FeedEvent> = defer(() => {
    const stamp = neverDecreasing(clock);
    return merge(
      ...connections.map((own, connection) => reconnectingSocket({ ...shared, streams: own, connection, stamp })),
    );
  });
  return { events$: events$.pipe(share()) };
}

function neverDecreasing(clock: Clock): () => number {
  let latestUs = 0;
  return () => (latestUs = Math.max(latestUs, Math.round(clock.now() * 1_000)));
}
