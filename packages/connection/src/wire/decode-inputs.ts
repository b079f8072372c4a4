import {
  unixMs,
  type AccountData,
  type Checked,
  type ConnectionChange,
  type FaultSink,
  type Gap,
  type LoggedInput,
  type MarketData,
} from '@perpstream/core';
import { Observable, type OperatorFunction } from 'rxjs';
import { OpenStreams } from '../state/open-streams';
import { decodeFrame } from './decode-frame';
import { decodeRest } from './decode-rest';

/** What the inputs of a run say about markets, the account and the connections. */
export type Decoded = MarketData | AccountData | ConnectionChange;

/**
 * Turns logged inputs into typed events, in order.
 *
 * - A frame gives its events: one per frame and market (of `v4_markets`: `market`, then `oracle`), one per frame and
 *   subaccount, one per block. Greetings, confirmations and batches without content give nothing.
 * - A REST answer of `/perpetualMarkets` gives `market` and `oracle` events, other answers nothing.
 * - A connection change passes through. When the socket is lost (any state but `open` and `degraded`), one `gap` follows
 *   for each market and channel that came through it since.
 * - Ticks and commands give nothing.
 *
 * `cause` of every event is the position of its input, `receivedMs` its receive time. A frame that cannot be read is
 * exactly one fault and no event; the stream goes on. State is born with each subscription.
 * @param options.faults takes `malformed-frame`, `unknown-channel`, `unknown-type` and `server-error`
 * @example logged$.pipe(decodeInputs({ faults: { report: (fault) => console.error(fault.message) } }))
 */
export function decodeInputs({ faults }: { readonly faults: FaultSink }): OperatorFunction<LoggedInput, Decoded> {
  return (source$) =>
    new Observable((subscriber) => {
      const streams = new OpenStreams();
      const eventsOf = <T>(decoded: Checked<readonly T[]>): readonly T[] => {
        if (decoded.ok) return decoded.value;
        faults.report(decoded.fault);
        return [];
      };
      const decode = (input: LoggedInput): readonly Decoded[] => {
        switch (input.kind) {
          case 'frame': {
            const events = eventsOf(decodeFrame(input));
            for (const event of events) streams.note(input.connection, event);
            return events;
          }
          case 'connection':
            return [input, ...gapsOf(input, streams)];
          case 'rest':
            return eventsOf(decodeRest(input));
          case 'tick':
          case 'command':
            return [];
        }
      };
      return source$.subscribe({
        next: (input) => {
          for (const event of decode(input)) subscriber.next(event);
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
    });
}

function gapsOf({ state, receivedUs, seq }: ConnectionChange & { seq: number }, streams: OpenStreams): Gap[] {
  if (state.kind === 'open' || state.kind === 'degraded') return [];
  const reason = 'reason' in state ? `${state.kind}: ${state.reason}` : state.kind;
  return streams.take(state.connection).map(({ channel, marketId }) => ({
    kind: 'gap',
    marketId,
    channel,
    reason: `connection ${state.connection} lost (${reason})`,
    receivedMs: unixMs(receivedUs / 1_000),
    cause: seq,
  }));
}
