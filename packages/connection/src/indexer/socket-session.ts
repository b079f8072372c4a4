import { unixMs, type Clock, type FaultSink } from '@perpstream/core';
import { Observable, type SchedulerLike } from 'rxjs';
import WebSocket from 'ws';
import { silenceWatch } from './silence-watch';
import { sniffFrame } from './sniffed-frame';
import { type StreamRequest } from './stream-request';
import { SubscriptionKeeper } from './subscription-keeper';

const HANDSHAKE_TIMEOUT_MS = 10_000;
/** A snapshot of 1,000 candles has 0.3 MB; what is far larger is no frame of the Indexer. */
const MAX_FRAME_BYTES = 32 * 1024 * 1024;

/** What one socket needs to live. */
export type SocketSessionOptions = {
  readonly url: string;
  readonly connection: number;
  readonly streams: readonly StreamRequest[];
  readonly clock: Clock;
  readonly scheduler: SchedulerLike;
  readonly faults: FaultSink;
  readonly silenceMs: number;
  readonly subscriptionTimeoutMs: number;
};

/** What one socket tells. `lost` is the last event, after it the stream completes; `openMs` is 0 when it never opened. */
export type SessionEvent =
  | { readonly kind: 'open'; readonly connectionId: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'silent'; readonly silentMs: number }
  | { readonly kind: 'lost'; readonly reason: string; readonly openMs: number };

/**
 * One socket from its handshake to its end: subscribes to its streams once the server has greeted, forwards every text
 * frame, and gives up when nothing is heard for `silenceMs`. Never errors. Unsubscribing destroys the socket.
 */
export function socketSession(options: SocketSessionOptions): Observable<SessionEvent> {
  return new Observable((subscriber) => {
    const { url, connection, scheduler, silenceMs } = options;
    const where = `connection ${connection}`;
    const socket = new WebSocket(url, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      maxPayload: MAX_FRAME_BYTES,
    });
    const keeper = new SubscriptionKeeper({
      ...options,
      where,
      timeoutMs: options.subscriptionTimeoutMs,
      send: (text) => socket.send(text),
    });
    let openedMs: number | undefined;
    let failure: string | undefined;

    const lost = (reason: string): void => {
      const openMs = openedMs === undefined ? 0 : scheduler.now() - openedMs;
      subscriber.next({ kind: 'lost', reason, openMs });
      subscriber.complete();
    };
    const watch = silenceWatch(scheduler, silenceMs, (silentMs) => {
      if (openedMs !== undefined) subscriber.next({ kind: 'silent', silentMs });
      lost(`nothing received for ${Math.round(silentMs)} ms`);
    });
    const received = (text: string): void => {
      const sniffed = sniffFrame(text);
      if (sniffed.kind === 'connected' && openedMs === undefined) {
        openedMs = scheduler.now();
        subscriber.next({ kind: 'open', connectionId: sniffed.connectionId });
        keeper.start();
      }
      keeper.heard(sniffed);
      subscriber.next({ kind: 'text', text: onOneLine(text) });
    };

    socket.on('message', (data, isBinary) => {
      watch.heard();
      if (!isBinary) received((data as Buffer).toString());
      else options.faults.report(binaryFault(where, options.clock));
    });
    socket.on('ping', () => watch.heard());
    socket.on('error', (error) => (failure = describeFailure(error)));
    socket.on('close', (code, reason) => lost(failure ?? describeClose(code, reason.toString())));
    return () => {
      watch.stop();
      keeper.stop();
      socket.removeAllListeners();
      // Ending a handshake is reported as an error, which nobody needs to hear of any more.
      socket.on('error', () => undefined);
      socket.terminate();
    };
  });
}

/** A recording holds one frame per line. Line ends in JSON can only stand between its tokens. */
function onOneLine(text: string): string {
  return text.includes('\n') || text.includes('\r') ? text.replace(/[\r\n]+/g, ' ') : text;
}

function describeFailure(error: Error & { readonly code?: string }): string {
  return error.message === '' ? (error.code ?? error.name) : error.message.replace(/\s+/g, ' ');
}

function describeClose(code: number, reason: string): string {
  const said = reason.replace(/\s+/g, ' ');
  return `closed with code ${code}${said === '' ? '' : `, ${said}`}`;
}

function binaryFault(where: string, clock: Clock): Parameters<FaultSink['report']>[0] {
  const message = 'a binary frame, left out: the Indexer sends text';
  return { kind: 'malformed-frame', where, message, receivedMs: unixMs(clock.now()) };
}
