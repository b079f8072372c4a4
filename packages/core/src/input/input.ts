import type { ConnectionState } from './connection-state';
import type { StreamState } from './stream-state';

/** One text frame as a socket delivered it. `receivedUs`: integer microseconds since the epoch; `connection`: its socket. */
export type Frame = {
  readonly kind: 'frame';
  readonly receivedUs: number;
  readonly connection: number;
  readonly text: string;
};

/** The passing of time, fed in by the live runner so that due work runs also while no data arrive. */
export type Tick = { readonly kind: 'tick'; readonly receivedUs: number };

/** A change of one socket's state, recorded like a frame since decisions depend on it. */
export type ConnectionChange = {
  readonly kind: 'connection';
  readonly receivedUs: number;
  readonly state: ConnectionState;
};

/**
 * A change of one stream's state, recorded like a frame since it says which data can be trusted. `id` as in the request:
 * absent for `v4_markets` and `v4_block_height`.
 */
export type StreamChange = {
  readonly kind: 'stream';
  readonly receivedUs: number;
  readonly connection: number;
  readonly channel: string;
  readonly id?: string;
  readonly state: StreamState;
};

/** An answer of the Indexer's REST interface. `path` is relative to the API's root, `body` the JSON text. */
export type RestAnswer = {
  readonly kind: 'rest';
  readonly receivedUs: number;
  /** When the question was sent; absent in recordings that do not tell. */
  readonly requestedUs?: number;
  readonly path: string;
  readonly body: string;
};

/** What an operator asked the bot to do while it ran. */
export type OperatorCommand = {
  readonly kind: 'command';
  readonly receivedUs: number;
  readonly command: 'stop' | 'halt-new-exposure' | 'resume';
};

/** Everything that reaches the core from outside. The run log holds exactly these, in this order. */
export type Input = Frame | Tick | ConnectionChange | StreamChange | RestAnswer | OperatorCommand;

/** An input with its position in the run log: the `cause` of everything that follows from it. */
export type LoggedInput = Input & { readonly seq: number };

/** What a feed emits: frames and the state changes of sockets and streams, in the order in which they happened. */
export type FeedEvent = Frame | ConnectionChange | StreamChange;
