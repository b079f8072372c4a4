import { type Subscription } from 'rxjs';
import { type StreamRecord } from './stream-record';

/**
 * Where a stream stands with the server of one socket.
 *
 * - `new`: nothing was done yet
 * - `waiting`: asked for when its pause is over
 * - `queued`: asked for when there is room among the requests under way
 * - `asked`: the request is sent
 * - `live`: its snapshot came
 * - `leaving`: its end is asked for, and its begin again if it is wanted
 * - `blocked`: refused for good
 */
export type StreamPhase = 'new' | 'waiting' | 'queued' | 'asked' | 'live' | 'leaving' | 'blocked';

/** What a stream keeper knows of one stream on its socket. */
export class HeldStream {
  phase: StreamPhase = 'new';
  /** False: only its end is waited for. */
  isWanted = true;
  /** Its place among all requests of the socket. */
  turn = 0;
  /** Refusals and requests without answer in a row. */
  refusals = 0;
  /** Highest message id of its data. */
  newestId = 0;
  /** When it said something last. */
  heardMs: number = -Infinity;
  /** When its snapshot came; infinite without one. */
  liveSinceMs: number = Infinity;
  /** Not started over again before. */
  nextResyncMs: number = -Infinity;
  /** Why it is not trusted although it is live, each until its own end. */
  late: string | undefined;
  silence: string | undefined;
  doubt: string | undefined;
  /** One at a time: for an answer, for a pause, for a resync. */
  timer: Subscription | undefined;

  constructor(public record: StreamRecord) {}

  /** Its snapshot came: all doubts are over. */
  live(nowMs: number): void {
    this.phase = 'live';
    this.liveSinceMs = this.heardMs = nowMs;
    this.refusals = 0;
    this.late = this.silence = this.doubt = undefined;
  }
}
