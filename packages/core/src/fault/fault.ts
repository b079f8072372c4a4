import type { MarketId } from '../units/market-id';
import type { UnixMs } from '../units/unix-ms';

/**
 * What can go wrong with an input while the stream goes on.
 *
 * - `malformed-frame`: not JSON, or JSON of another shape than its channel has
 * - `unknown-channel`, `unknown-type`: a frame of a kind this version does not know
 * - `unknown-field`: a known frame with a field this version does not know; told at the 1st, 10th, 100th ... time
 * - `message-gap`: messages of a connection are missing
 * - `server-error`: the exchange answered a request with an error
 * - `connection`: a socket failed or a heartbeat stayed away
 * - `rest`: a REST call failed
 * - `recording`: a line of a recording cannot be read, or the recording ends in the middle of a line
 * - `blocked`: the exchange does not serve this address or region; not tried again
 * - `book-mismatch`: a book differed from what the REST interface states; it was corrected
 * - `bar-mismatch`: a bar made from trades differs from the candle of the exchange: its stream left trades out
 * - `late-data`: data for a time that is already closed (a trade of a closed bar)
 * - `one-sided-book`: a book has no level left on one side after uncrossing
 * - `order`: an order could not be planned, sent or matched as asked
 * - `conflict`: strategies on one account want what does not go together; one of them waits
 * - `command`: a command to a running bot could not be read, or its file could not be handled
 */
export type FaultKind =
  | 'malformed-frame'
  | 'unknown-channel'
  | 'unknown-type'
  | 'unknown-field'
  | 'message-gap'
  | 'server-error'
  | 'connection'
  | 'rest'
  | 'recording'
  | 'blocked'
  | 'book-mismatch'
  | 'bar-mismatch'
  | 'late-data'
  | 'one-sided-book'
  | 'order'
  | 'conflict'
  | 'command';

/** One thing that went wrong with one input, as a value: the stream it came from goes on. */
export type Fault = {
  readonly kind: FaultKind;
  /** Where: a file and line, a channel and id, a socket. */
  readonly where: string;
  /** What happened and what follows, in one line. */
  readonly message: string;
  readonly receivedMs: UnixMs;
  /** Position in the run log of the input that caused it; absent for faults outside the log. */
  readonly cause?: number;
  readonly marketId?: MarketId;
};

/** A result that is either a value or the fault that stands in its place. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };
