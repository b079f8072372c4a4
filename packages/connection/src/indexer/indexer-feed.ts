import { checkedFeedOptions, type IndexerFeedOptions } from '../pool/feed-options';
import { type IndexerFeed } from '../pool/indexer-feed-port';
import { streamFeed } from '../pool/stream-feed';
import { wsSocket } from '../socket/ws-socket';

/**
 * The live streams of a dYdX v4 Indexer as one Observable over as few sockets as the Indexer's caps allow.
 *
 * `events$` has, in the order in which they happened:
 * - every text frame as it came, but for frames of a stream that came late or twice (a fault each) or after its end;
 * - connection changes: `connecting`, `open` (greeted; the streams are asked for then), `degraded` (silent), `waiting` or
 *   `circuit-open` (lost), `closed` (no longer needed). Sockets are numbered from 0, each has its own reconnect loop;
 * - stream changes: `requested` (also again, with the reason), `live` after the frame with its snapshot, `stale`,
 *   `refused`, `ended`.
 *
 * A lost message is noticed by the numbers of the others: the socket is given up and every stream of it starts over with a
 * snapshot. A stream that says nothing for longer than its channel ever does, or whose messages come out of order, starts
 * over alone. What the server refuses is asked for again as its text suggests; what it refuses for good is not.
 *
 * `receivedUs` never decreases. What goes wrong is a fault; the stream neither errors nor completes. An error text of the
 * server is a stream change here and a fault of `decodeInputs`, which reads the same frame. All subscribers share the
 * sockets. The first opens them, the last to leave closes them.
 * @throws RangeError when an option is outside its bounds
 * @example
 * const feed = indexerFeed({
 *   url: INDEXER_NETWORKS.mainnet.wsUrl,
 *   streams: [{ channel: 'v4_orderbook', id: 'BTC-USD' }, { channel: 'v4_markets' }],
 *   clock, scheduler: asyncScheduler, random: Math.random, faults,
 * });
 */
export function indexerFeed(options: IndexerFeedOptions): IndexerFeed {
  return streamFeed(checkedFeedOptions(options), wsSocket);
}
