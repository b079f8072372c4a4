import type { Clock } from '@perpstream/core';
import { systemClock } from '../clock/system-clock';
import type { FaultScript } from '../faults/fault-script';
import { isMarketFault } from '../faults/is-market-fault';
import { marketControlOf } from '../venue/market-control-of';
import type { Venue } from '../venue/venue';
import { checkedBuckets, type RestBucketLimits } from './rest/rest-buckets';

/** How to run a local exchange. Times in milliseconds. */
export type LocalExchangeOptions = {
  /** Where the markets come from: `simulatedVenue` or `replayVenue`. */
  readonly venue: Venue;
  /** Address to listen on, default `127.0.0.1`: this computer alone. */
  readonly host?: string;
  /** Port to listen on, 0..65535, default 3002; 0 takes any free one. */
  readonly port?: number;
  /** Decides connection ids, latencies and what faults hit: an integer; default the time of the start. */
  readonly seed?: number;
  /** Time between two flushes to batched subscribers, > 0, default 250. */
  readonly batchIntervalMs?: number;
  /** Time between two protocol pings, > 0, default 30 000. */
  readonly heartbeatIntervalMs?: number;
  /** Time a client has to answer a ping before it is closed with 1011, > 0, default 10 000. */
  readonly heartbeatTimeoutMs?: number;
  /**
   * Bounds of the time from a subscribe to its answer, each drawn anew, default `[0, 0]`. `subscribed` carries the
   * message id of its request, so it arrives after messages with higher ids, as it happens with the Indexer.
   */
  readonly snapshotLatencyMs?: readonly [min: number, max: number];
  /**
   * Time from reading a snapshot to the registration of its subscriber, >= 0: updates in between are lost for the
   * subscriber. By default the snapshot is read at the request, so everything during the latency is lost.
   */
  readonly snapshotLossMs?: number;
  /** How often the list of markets that can be subscribed to is read, >= 0, default 0: always up to date. */
  readonly tickerRefreshMs?: number;
  /** How long books, trades, candles and the height of REST answers are behind the streams, >= 0, default 0. */
  readonly restLagMs?: number;
  /**
   * Whom the REST limits apply to: requests with `cf-connecting-ip` or `x-forwarded-for` (`proxied`, default, as in the
   * Indexer), all (`always`), or nobody (`never`).
   */
  readonly restLimits?: 'proxied' | 'always' | 'never';
  /** Other limits of single REST buckets than those of the Indexer. */
  readonly restBuckets?: RestBucketLimits;
  /** Addresses that are refused for compliance, on REST and on the subaccount channels; default none. */
  readonly blockedAddresses?: readonly string[];
  /** Whether everybody is refused who asks for accounts, as from a restricted country; default false. */
  readonly geoblocked?: boolean;
  /** What goes wrong, and when; made by `parseFaultScript`. Default nothing. */
  readonly faults?: FaultScript;
  /** Clock of limits, faults and latencies, of `/v4/time` and of the venue; default the clock of the system. */
  readonly clock?: Clock;
};

/** Options with all defaults filled in; `snapshotLossMs` stays absent when it follows the latency. */
export type CheckedOptions = Required<Omit<LocalExchangeOptions, 'snapshotLossMs'>> &
  Pick<LocalExchangeOptions, 'snapshotLossMs'>;

const POSITIVE = ['batchIntervalMs', 'heartbeatIntervalMs', 'heartbeatTimeoutMs'] as const;
const NOT_NEGATIVE = ['tickerRefreshMs', 'restLagMs'] as const;

/** Fills in the defaults. @throws RangeError when an option is out of its range */
export function checkedOptions(options: LocalExchangeOptions): CheckedOptions {
  const { clock = systemClock } = options;
  const checked: CheckedOptions = {
    host: '127.0.0.1',
    port: 3002,
    seed: clock.now(),
    batchIntervalMs: 250,
    heartbeatIntervalMs: 30_000,
    heartbeatTimeoutMs: 10_000,
    snapshotLatencyMs: [0, 0],
    tickerRefreshMs: 0,
    restLagMs: 0,
    restLimits: 'proxied',
    restBuckets: {},
    blockedAddresses: [],
    geoblocked: false,
    faults: { faults: [] },
    clock,
    ...options,
  };
  const { port, seed, snapshotLossMs = 0 } = checked;
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new RangeError(`port must be an integer in 0..65535, was ${port}`);
  }
  if (!Number.isFinite(seed)) throw new RangeError(`seed must be an integer, was ${seed}`);
  for (const name of POSITIVE) {
    if (!(checked[name] > 0)) throw new RangeError(`${name} must be > 0, was ${checked[name]}`);
  }
  for (const name of NOT_NEGATIVE) {
    if (!(checked[name] >= 0)) throw new RangeError(`${name} must be >= 0, was ${checked[name]}`);
  }
  if (!(snapshotLossMs >= 0)) throw new RangeError(`snapshotLossMs must be >= 0, was ${snapshotLossMs}`);
  checkLatency(checked.snapshotLatencyMs);
  checkedBuckets(checked.restBuckets);
  for (const { fault } of checked.faults.faults) if (isMarketFault(fault)) marketControlOf(checked.venue, fault);
  return checked;
}

function checkLatency([min, max]: readonly [number, number]): void {
  if (min >= 0 && max >= min) return;
  throw new RangeError(`snapshotLatencyMs must be [min, max] with 0 <= min <= max, was [${min}, ${max}]`);
}
