import { type FaultKind, type StreamState } from '@perpstream/core';
import { type Timers } from '../socket/timers';
import { type StreamRecord } from './stream-record';
import { type StreamRequest } from './stream-request';

/** Times and sizes of a stream keeper. */
export type KeeperTimes = {
  /** A request without answer for so long is made again. */
  readonly subscriptionTimeoutMs: number;
  /** Requests without answer at a time. */
  readonly requestsAtOnce: number;
  /** Shortest time between two resyncs of one stream. */
  readonly resyncCooldownMs: number;
  /** How long a live stream may be silent. */
  longestSilenceMs(stream: StreamRequest): number;
};

/** Whom a stream keeper works for: the session of one socket. */
export type KeeperHost = {
  readonly scheduler: Timers;
  send(text: string): void;
  /** A request was sent or answered, under that name. */
  asked(key: string): void;
  answered(key: string): void;
  changed(record: StreamRecord, state: StreamState): void;
  fault(kind: FaultKind, record: StreamRecord, message: string): void;
  /** The server takes no more of this channel here; whether the stream is carried elsewhere from now on. */
  moveElsewhere(record: StreamRecord, reason: string): boolean;
  giveUp(reason: string): void;
};
