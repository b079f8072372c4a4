import type { UnixMs } from '@perpstream/core';
import { ElapsedTime } from '../math/elapsed-time';
import { keptShare } from '../math/half-life';
import { LogReturns } from '../math/log-returns';

/** The latest move of one leading market: its log returns, fading by the half life. Others read it. */
export class LeaderMove {
  #time = new ElapsedTime();
  #returns = new LogReturns();
  #lastMs = -Infinity;
  #sum = 0;

  /** @param readyMs time from the first price until the move is known well enough */
  constructor(
    private readonly halfLifeMs: number,
    private readonly readyMs: number,
  ) {}

  /** False until it was watched for long enough. */
  get isReady(): boolean {
    return this.#time.sinceFirstMs >= this.readyMs;
  }

  /** The move as it stands at this time: the longer nothing was heard of the leader, the smaller. */
  at(receivedMs: UnixMs): number {
    return this.#sum * keptShare(Math.max(0, receivedMs - this.#lastMs), this.halfLifeMs);
  }

  update(priceUsd: number, receivedMs: UnixMs): void {
    const stepMs = this.#time.stepTo(receivedMs);
    this.#sum = this.#sum * keptShare(stepMs, this.halfLifeMs) + this.#returns.next(priceUsd);
    this.#lastMs = receivedMs;
  }

  /** Forgets everything. */
  restart(): void {
    this.#time = new ElapsedTime();
    this.#returns = new LogReturns();
    this.#lastMs = -Infinity;
    this.#sum = 0;
  }
}
