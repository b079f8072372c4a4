import { unixMs, type ConnectionState, type FeedEvent } from '@perpstream/core';
import { concat, defer, map, of, repeat, timer, type Observable } from 'rxjs';
import { ReconnectPolicy, type BackoffOptions, type NextAttempt } from '../state/reconnect-policy';
import { socketSession, type SessionEvent, type SocketSessionOptions } from './socket-session';

/** What a connection needs to live on after the loss of its socket. */
export type ReconnectingSocketOptions = SocketSessionOptions & {
  readonly backoff: Required<BackoffOptions>;
  readonly random: () => number;
  /** Receive time of what is handled now, in microseconds, never decreasing. */
  readonly stamp: () => number;
};

/**
 * One connection for good: socket after socket, with back-off between them, as frames and state changes in the order in
 * which they happened. Neither completes nor errors.
 */
export function reconnectingSocket(options: ReconnectingSocketOptions): Observable<FeedEvent> {
  return defer(() => {
    const { connection, clock, scheduler, stamp } = options;
    const policy = new ReconnectPolicy(options.backoff, options.random);
    let delayMs = 0;

    const stateEvent = (state: ConnectionState): FeedEvent => ({ kind: 'connection', receivedUs: stamp(), state });
    const lost = (reason: string, openMs: number): FeedEvent => {
      const next = policy.ended(openMs);
      delayMs = next.delayMs;
      const nextAtMs = unixMs(clock.now() + delayMs);
      options.faults.report({
        kind: 'connection',
        where: `connection ${connection} ${options.url}`,
        message: `${reason}; ${describe(next)}`,
        receivedMs: unixMs(clock.now()),
      });
      return stateEvent(
        next.kind === 'waiting'
          ? { kind: 'waiting', connection, attempt: next.failures, retryAtMs: nextAtMs, reason }
          : { kind: 'circuit-open', connection, probeAtMs: nextAtMs, reason },
      );
    };
    const feedEventOf = (event: SessionEvent): FeedEvent => {
      switch (event.kind) {
        case 'text':
          return { kind: 'frame', receivedUs: stamp(), connection, text: event.text };
        case 'open':
          return stateEvent({ kind: 'open', connection, connectionId: event.connectionId });
        case 'silent':
          return stateEvent({ kind: 'degraded', connection, silentMs: event.silentMs });
        case 'lost':
          return lost(event.reason, event.openMs);
      }
    };

    return defer(() =>
      concat(
        of(stateEvent({ kind: 'connecting', connection, attempt: policy.attempt })),
        socketSession(options).pipe(map(feedEventOf)),
      ),
    ).pipe(repeat({ delay: () => timer(delayMs, scheduler) }));
  });
}

function describe({ kind, failures, delayMs }: NextAttempt): string {
  if (kind === 'waiting') return `trying again in ${delayMs} ms`;
  return `${failures} failures in a row, one probe in ${delayMs} ms`;
}
