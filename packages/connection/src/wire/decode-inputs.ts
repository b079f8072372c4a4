import {
  type AccountData,
  type Checked,
  type ConnectionChange,
  type FaultSink,
  type LoggedInput,
  type MarketData,
  type RestAnswer,
  type StreamChange,
} from '@perpstream/core';
import { Observable, type OperatorFunction } from 'rxjs';
import { gapsAndDoubtsOf, gapsOfConnection } from '../state/interruptions';
import { OpenStreams } from '../state/open-streams';
import { decodeRest, restName } from './decode-rest';
import { FrameDecoder } from './frame-decoder';
import { ListedMarkets } from './listed-markets';
import { MessageAudit } from './message-audit';
import { OddCounter } from './odd-counter';

/** What the inputs of a run say about markets, the account, the connections and the streams. */
export type Decoded = MarketData | AccountData | ConnectionChange | StreamChange;

type Events = readonly (MarketData | AccountData)[];

/**
 * Turns logged inputs into typed events, in order.
 *
 * - A frame gives its events: one per frame and market (of `v4_markets`: `market`, then `oracle`), one per frame and
 *   subaccount, one per block. Greetings, confirmations and batches without content give nothing. Each height is told
 *   once, whatever the number of streams that carry it.
 * - A REST answer gives what its path is about: `market` and `oracle` (`/perpetualMarkets`), a `book-audit`, `trades` and
 *   `candles` as snapshots, account data that add to what is known (fills, orders, positions, transfers) or replace it
 *   (`/addresses/...`). Other paths give nothing.
 * - A whole list of markets, from either source, gives a status of `DELISTED` to each market that was known and is not in it.
 * - A connection change passes through. When the socket is lost (any state but `open` and `degraded`), one `gap` follows
 *   for each market and channel that came through it since.
 * - A stream change passes through. `requested`, `refused` and `ended` are followed by a `gap` of each market known through
 *   that stream, `stale` by a `doubt`, which is over with `live`. What another socket carries as well has no gap.
 * - Ticks and commands give nothing.
 *
 * `cause` of every event is the position of its input, `receivedMs` its receive time. A frame that cannot be read is
 * exactly one fault and no event; the stream goes on. Fields and values that this version does not know are an
 * `unknown-field` fault at the 1st, 10th, 100th ... time, the frame is decoded without them. Where the inputs hold frames
 * alone (no stream changes), message ids that stay away for 30 s, or to the end, are a `message-gap` fault. State is born
 * with each subscription.
 * @param options.faults takes `malformed-frame`, `unknown-channel`, `unknown-type`, `unknown-field`, `message-gap`,
 * `server-error` and `blocked`
 * @example logged$.pipe(decodeInputs({ faults: { report: (fault) => console.error(fault.message) } }))
 */
export function decodeInputs({ faults }: { readonly faults: FaultSink }): OperatorFunction<LoggedInput, Decoded> {
  return (source$) =>
    new Observable((subscriber) => {
      const streams = new OpenStreams();
      const listed = new ListedMarkets();
      const audit = new MessageAudit(faults);
      const odd = new OddCounter(faults);
      const frames = new FrameDecoder({ faults, streams, listed, audit, odd });
      const decode = (input: LoggedInput): readonly Decoded[] => {
        switch (input.kind) {
          case 'frame':
            return frames.decode(input);
          case 'connection':
            if (input.state.kind === 'connecting') audit.restart(input.state.connection);
            return [input, ...gapsOfConnection(input, streams)];
          case 'stream':
            audit.leave(input.connection);
            return [input, ...gapsAndDoubtsOf(input, streams)];
          case 'rest':
            return eventsOfRest(input, decodeRest(input, listed, odd), odd, faults);
          case 'tick':
          case 'command':
            return [];
        }
      };
      return source$.subscribe({
        next: (input) => {
          // By far the most frequent input, on the shortest way.
          const change = input.kind === 'frame' ? frames.scan(input) : undefined;
          if (change !== undefined) {
            subscriber.next(change);
            return;
          }
          for (const event of decode(input)) subscriber.next(event);
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => {
          audit.finish();
          subscriber.complete();
        },
      });
    });
}

function eventsOfRest(
  answer: RestAnswer & { readonly seq: number },
  decoded: Checked<Events>,
  odd: OddCounter,
  faults: FaultSink,
): Events {
  if (decoded.ok) {
    const [path = ''] = answer.path.split('?');
    odd.settle(path, answer, () => restName(answer));
    return decoded.value;
  }
  odd.drop();
  faults.report(decoded.fault);
  return [];
}
