import type { Clock } from '@perpstream/core';
import { systemClock } from '../clock/system-clock';
import type { Venue } from '../venue/venue';

/** How to run a local exchange. Times in milliseconds. */
export type LocalExchangeOptions = {
  /** Where the markets come from: `simulatedVenue` or `replayVenue`. */
  readonly venue: Venue;
  /** Address to listen on, default `127.0.0.1`: this computer alone. */
  readonly host?: string;
  /** Port to listen on, 0..65535, default 3002; 0 takes any free one. */
  readonly port?: number;
  /** Time between two flushes to batched subscribers, > 0, default 250. */
  readonly batchIntervalMs?: number;
  /** Time between two protocol pings, > 0, default 30 000. */
  readonly heartbeatIntervalMs?: number;
  /** Time a client has to answer a ping before it is closed with 1011, > 0, default 10 000. */
  readonly heartbeatTimeoutMs?: number;
  /**
   * Time between reading a snapshot and sending it, >= 0, default 0. Updates in between are lost for the subscriber and
   * `subscribed` arrives after messages with higher ids, as it happens with the Indexer.
   */
  readonly snapshotDelayMs?: number;
  /** Clock of the rate limits, of `/v4/time` and of the venue; default the clock of the system. */
  readonly clock?: Clock;
};

/** Fills in the defaults. @throws RangeError when an option is out of its range */
export function checkedOptions(options: LocalExchangeOptions): Required<LocalExchangeOptions> {
  const checked = {
    host: '127.0.0.1',
    port: 3002,
    batchIntervalMs: 250,
    heartbeatIntervalMs: 30_000,
    heartbeatTimeoutMs: 10_000,
    snapshotDelayMs: 0,
    clock: systemClock,
    ...options,
  };
  const { port, snapshotDelayMs } = checked;
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new RangeError(`port must be an integer in 0..65535, was ${port}`);
  }
  for (const name of ['batchIntervalMs', 'heartbeatIntervalMs', 'heartbeatTimeoutMs'] as const) {
    if (!(checked[name] > 0)) throw new RangeError(`${name} must be > 0, was ${checked[name]}`);
  }
  if (!(snapshotDelayMs >= 0)) throw new RangeError(`snapshotDelayMs must be >= 0, was ${snapshotDelayMs}`);
  return checked;
}
