import type { ConnectionState } from './connection-state';
import type { MarketId } from '../units/market-id';
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

/**
 * What an operator asked the bot to do while it ran.
 *
 * - `stop`: end the run
 * - `halt-new-exposure`: take back all resting orders, open nothing more; `flatten`: close all positions too; `resume`: go on
 * - `transfer`: the owner moves USDC into (> 0) or out of (< 0) a paper account
 * - `trade`: the owner changes a position of a paper account by hand, at the oracle price; signed, > 0 buys
 */
export type OperatorCommand = {
  readonly kind: 'command';
  readonly receivedUs: number;
} & (
  | { readonly command: 'stop' | 'halt-new-exposure' | 'flatten' | 'resume' }
  | { readonly command: 'transfer'; readonly amountUsd: number }
  | { readonly command: 'trade'; readonly marketId: MarketId; readonly sizeBase: number }
);

/** Everything that reaches the core from outside. The run log holds exactly these, in this order. */
export type Input = Frame | Tick | ConnectionChange | StreamChange | RestAnswer | OperatorCommand;

/** An input with its position in the run log: the `cause` of everything that follows from it. */
export type LoggedInput = Input & { readonly seq: number };

/** What a feed emits: frames and the state changes of sockets and streams, in the order in which they happened. */
export type FeedEvent = Frame | ConnectionChange | StreamChange;
