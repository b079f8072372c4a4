import { type Clock, type ConnectionState, type FaultKind, type StreamState } from '@perpstream/core';
import { type OpenSocket } from '../socket/socket-link';
import { type Timers } from '../socket/timers';
import { type BackoffOptions } from '../state/reconnect-policy';
import { type KeeperTimes } from '../streams/keeper-host';
import { type StreamRecord } from '../streams/stream-record';
import { type Endpoints } from './endpoints';

/** How long things may take, as the options of the feed say. */
export type FeedTimes = KeeperTimes & {
  readonly silenceMs: number;
  readonly lateMs: number;
  readonly doubtMs: number;
};

/** What all sockets of a feed share: its settings and its way out. */
export type FeedContext = {
  readonly clock: Clock;
  readonly scheduler: Timers;
  readonly random: () => number;
  readonly backoff: Required<BackoffOptions>;
  readonly times: FeedTimes;
  readonly endpoints: Endpoints;
  readonly openSocket: OpenSocket;
  frame(connection: number, text: string, record: StreamRecord | undefined): void;
  stateOf(state: ConnectionState): void;
  streamOf(record: StreamRecord, connection: number, state: StreamState): void;
  fault(kind: FaultKind, where: string, message: string): void;
};
