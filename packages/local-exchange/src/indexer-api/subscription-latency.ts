import type { SeededRandom } from '../random/seeded-random';

/** When a snapshot is read and when its subscription is registered, in milliseconds after the request. */
export type SubscriptionTimes = { readonly readAfterMs: number; readonly registerAfterMs: number };

/** Draws the times of subscriptions. */
export class SubscriptionLatency {
  /**
   * @param latencyMs bounds of the time from the request to the answer
   * @param lossMs time from reading a snapshot to the registration; by default the snapshot is read at the request
   */
  constructor(
    private readonly latencyMs: readonly [min: number, max: number],
    private readonly lossMs: number | undefined,
    private readonly random: SeededRandom,
  ) {}

  /** The times of the next subscription; `lossMs` overrides the usual one. */
  next(lossMs: number | undefined = this.lossMs): SubscriptionTimes {
    const [min, max] = this.latencyMs;
    const latencyMs = max === 0 ? 0 : this.random.between(min, max);
    const registerAfterMs = Math.max(latencyMs, lossMs ?? 0);
    return { readAfterMs: lossMs === undefined ? 0 : registerAfterMs - lossMs, registerAfterMs };
  }
}
