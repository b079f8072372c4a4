import { CANDLE_MS, type CandleResolution, type Clock, type FaultSink } from '@perpstream/core';
import { type SchedulerLike } from 'rxjs';
import { type FeedTimes } from './feed-context';
import { backoffOf, type BackoffOptions } from '../state/reconnect-policy';
import { assertStreamRequest, type StreamRequest } from '../streams/stream-request';
import { type Channel } from '../wire/channel-frame';

/** Options of the live feed. */
export type IndexerFeedOptions = {
  /**
   * Address of the Indexer's socket, `ws://` or `wss://`, or several of one network: the healthiest is tried next, the
   * first among equals.
   */
  readonly url: string | readonly string[];
  /** At least one; a stream named twice is carried once. `setStreams` changes them while the feed runs. */
  readonly streams: readonly StreamRequest[];
  /** Wall clock, for receive times. */
  readonly clock: Clock;
  /** For all waiting: `asyncScheduler` in an app, a virtual one in tests. */
  readonly scheduler: SchedulerLike;
  /** Random numbers in [0, 1), for the jitter of the back-off. */
  readonly random: () => number;
  readonly faults: FaultSink;
  /**
   * A socket without any sign of life for so long is given up, > 0. Default 10,000. A ping is sent after half of it. A
   * socket whose data came steadily is given up after the same time without data, pings answered or not.
   */
  readonly silenceMs?: number;
  readonly backoff?: BackoffOptions;
  /** A stream without confirmation for so long is asked for again, > 0. Default 25,000: the server itself waits 20,000. */
  readonly subscriptionTimeoutMs?: number;
  /** Requests without answer that one socket may have at a time, a whole number >= 1. Default 24. */
  readonly requestsAtOnce?: number;
  /** Messages that are lost for certain lead to a new connection after so long, >= 0. Default 500. */
  readonly lateMs?: number;
  /** Books and trades are `stale` when messages may have been missing for so long, >= 0. Default 4,000. */
  readonly doubtMs?: number;
  /** Shortest time between two resyncs of one stream, >= 0. Default 30,000. */
  readonly resyncCooldownMs?: number;
  /**
   * How long a live stream may be silent before it is `stale` and starts over, per channel, > 0; Infinity: for ever.
   * Default: blocks 15,000, markets and books 60,000, candles their resolution and 30,000 (the figure of `v4_candles` is
   * added to the resolution), trades and accounts for ever.
   */
  readonly longestSilenceMs?: Partial<Readonly<Record<Channel, number>>>;
  /** How often `statuses$` emits, > 0. Default 1,000. */
  readonly statusEveryMs?: number;
};

/** Options with every default filled in and every bound checked. */
export type CheckedFeedOptions = IndexerFeedOptions & {
  readonly urls: readonly string[];
  readonly backoff: Required<BackoffOptions>;
  readonly times: FeedTimes;
  readonly statusEveryMs: number;
};

const LONGEST_SILENCE_MS: Readonly<Record<Channel, number>> = {
  v4_block_height: 15_000,
  v4_markets: 60_000,
  v4_orderbook: 60_000,
  v4_candles: 30_000,
  v4_trades: Infinity,
  v4_subaccounts: Infinity,
  v4_parent_subaccounts: Infinity,
};

/** @throws RangeError when an option is outside its bounds */
export function checkedFeedOptions(options: IndexerFeedOptions): CheckedFeedOptions {
  const urls = typeof options.url === 'string' ? [options.url] : options.url;
  if (urls.length === 0) throw new RangeError('url must name at least one endpoint');
  urls.forEach(assertUrl);
  if (options.streams.length === 0) throw new RangeError('streams must name at least one stream');
  options.streams.forEach(assertStreamRequest);
  const statusEveryMs = positive('statusEveryMs', options.statusEveryMs ?? 1_000);
  return { ...options, urls, statusEveryMs, backoff: backoffOf(options.backoff), times: timesOf(options) };
}

function timesOf(options: IndexerFeedOptions): FeedTimes {
  const { requestsAtOnce = 24, longestSilenceMs = {} } = options;
  if (!(Number.isInteger(requestsAtOnce) && requestsAtOnce >= 1)) {
    throw new RangeError(`requestsAtOnce must be a whole number >= 1, was ${requestsAtOnce}`);
  }
  const silences = { ...LONGEST_SILENCE_MS, ...longestSilenceMs };
  for (const [channel, silenceMs] of Object.entries(silences)) positive(`longestSilenceMs.${channel}`, silenceMs);
  return {
    silenceMs: positive('silenceMs', options.silenceMs ?? 10_000),
    subscriptionTimeoutMs: positive('subscriptionTimeoutMs', options.subscriptionTimeoutMs ?? 25_000),
    requestsAtOnce,
    lateMs: notNegative('lateMs', options.lateMs ?? 500),
    doubtMs: notNegative('doubtMs', options.doubtMs ?? 4_000),
    resyncCooldownMs: notNegative('resyncCooldownMs', options.resyncCooldownMs ?? 30_000),
    longestSilenceMs: (stream) => silences[stream.channel] + resolutionMs(stream),
  };
}

/** A candle stream speaks at least once per period, for then a new candle begins. */
function resolutionMs({ channel, id = '' }: StreamRequest): number {
  if (channel !== 'v4_candles') return 0;
  return CANDLE_MS[id.slice(id.indexOf('/') + 1) as CandleResolution];
}

function assertUrl(url: string): void {
  if (!/^wss?:\/\//.test(url) || !URL.canParse(url)) {
    throw new RangeError(`url must be a ws:// or wss:// URL, was "${url}"`);
  }
}

function positive(name: string, value: number): number {
  if (!(value > 0)) throw new RangeError(`${name} must be > 0, was ${value}`);
  return value;
}

function notNegative(name: string, value: number): number {
  if (!(value >= 0)) throw new RangeError(`${name} must be >= 0, was ${value}`);
  return value;
}
