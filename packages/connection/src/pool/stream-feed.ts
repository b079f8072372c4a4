import { unixMs, type FeedEvent, type FaultKind } from '@perpstream/core';
import { map, Observable, share, timer } from 'rxjs';
import { type OpenSocket } from '../socket/socket-link';
import { type Timers } from '../socket/timers';
import { assertStreamRequest, type StreamRequest } from '../streams/stream-request';
import { Endpoints } from './endpoints';
import { EventQueue } from './event-queue';
import { type FeedContext } from './feed-context';
import { type CheckedFeedOptions } from './feed-options';
import { type IndexerFeed } from './indexer-feed-port';
import { StreamPool } from './stream-pool';

/** The live feed over sockets of whatever kind. */
export function streamFeed(options: CheckedFeedOptions, openSocket: OpenSocket): IndexerFeed {
  const { clock, scheduler, statusEveryMs } = options;
  let streams = options.streams;
  let change: ((streams: readonly StreamRequest[]) => void) | undefined;
  let statuses: IndexerFeed['statuses'] = () => [];

  const events$ = new Observable<FeedEvent>((subscriber) => {
    const queue = new EventQueue<FeedEvent>((event) => subscriber.next(event));
    const pool = new StreamPool(contextOf(options, openSocket, queue));
    change = (wanted) => queue.during(() => pool.setStreams(wanted));
    statuses = () => pool.statuses(clock.now());
    subscriber.add(() => {
      pool.stop();
      change = undefined;
      statuses = () => [];
    });
    change(streams);
  });
  return {
    events$: events$.pipe(share()),
    setStreams: (wanted) => {
      wanted.forEach(assertStreamRequest);
      streams = wanted;
      change?.(wanted);
    },
    statuses: () => statuses(),
    statuses$: timer(0, statusEveryMs, scheduler).pipe(map(() => statuses())),
  };
}

function contextOf(options: CheckedFeedOptions, openSocket: OpenSocket, queue: EventQueue<FeedEvent>): FeedContext {
  const { clock, faults, scheduler } = options;
  let latestUs = 0;
  const stamp = (): number => (latestUs = Math.max(latestUs, Math.round(clock.now() * 1_000)));
  return {
    ...options,
    endpoints: new Endpoints(options.urls),
    scheduler: throughQueue(scheduler, queue),
    openSocket: (url, listener) =>
      openSocket(url, {
        text: (text) => queue.during(() => listener.text(text)),
        binary: () => queue.during(() => listener.binary()),
        alive: () => queue.during(() => listener.alive()),
        ended: (reason) => queue.during(() => listener.ended(reason)),
      }),
    frame: (connection, text, record) => {
      const receivedUs = stamp();
      record?.heard(receivedUs / 1_000);
      queue.push({ kind: 'frame', receivedUs, connection, text });
    },
    stateOf: (state) => queue.push({ kind: 'connection', receivedUs: stamp(), state }),
    streamOf: (record, connection, state) => {
      const receivedUs = stamp();
      record.changed(state, connection, receivedUs / 1_000);
      queue.push({ kind: 'stream', receivedUs, connection, ...record.stream, state });
    },
    fault: (kind: FaultKind, where: string, message: string) =>
      faults.report({ kind, where, message, receivedMs: unixMs(stamp() / 1_000) }),
  };
}

/** Runs what is scheduled as one piece of work of the queue. */
function throughQueue(timers: Timers, queue: EventQueue<FeedEvent>): Timers {
  return {
    now: () => timers.now(),
    schedule: (work, delayMs) => timers.schedule(() => queue.during(work), delayMs),
  };
}
