/** Over which times marks drift, in ms: the memory of three means. What moves fast shows in the first, what moves on and on in the last. */
export const DRIFT_TIMES_MS: readonly number[] = [60_000, 300_000, 900_000];

/** A price must be watched so long before it has a drift, in ms. */
const MIN_SPAN_MS = 60_000;

/**
 * The drift of one price: the mean of its latest speeds, in USD per ms, weighted by exp(-age / T), for several memories T.
 *
 * The mean m of a price p with memory T obeys m' = (p - m) / T. From m = p at time 0 on, p - m is the integral of the speed times that
 * weight, and the weights alone come to T (1 - exp(-t / T)). So (p - m) / (T (1 - exp(-t / T))) is that mean: the speed itself for a
 * price that moves evenly, from the start on, and never more than the largest speed. Between two statements the price is taken to
 * have moved evenly, since an oracle price is restated when it has moved: a statement that comes late does not look like a jump. After
 * the last one it is taken to stand still, and the drift fades.
 */
export class MarkDrift {
  readonly #startMs: number;
  readonly #meansUsd: number[];
  #priceUsd: number;
  #atMs: number;

  constructor(priceUsd: number, atMs: number) {
    this.#priceUsd = priceUsd;
    this.#startMs = atMs;
    this.#atMs = atMs;
    this.#meansUsd = DRIFT_TIMES_MS.map(() => priceUsd);
  }

  /** Takes a statement of the price; of several at one time the last counts. */
  state(priceUsd: number, atMs: number): void {
    const passedMs = atMs - this.#atMs;
    if (passedMs > 0) {
      const slope = (priceUsd - this.#priceUsd) / passedMs;
      DRIFT_TIMES_MS.forEach((memoryMs, index) => {
        // The mean runs behind an even move by slope x memory once what was before is forgotten.
        const behindUsd = slope * memoryMs;
        const before = this.#meansUsd[index]! - (this.#priceUsd - behindUsd);
        this.#meansUsd[index] = priceUsd - behindUsd + before * Math.exp(-passedMs / memoryMs);
      });
      this.#atMs = atMs;
    }
    this.#priceUsd = priceUsd;
  }

  /** The drift over `DRIFT_TIMES_MS[index]`; 0 while the price was not watched for long enough. */
  usdPerMs(index: number, nowMs: number): number {
    const spanMs = nowMs - this.#startMs;
    const memoryMs = DRIFT_TIMES_MS[index];
    const meanUsd = this.#meansUsd[index];
    if (memoryMs === undefined || meanUsd === undefined || !(spanMs >= MIN_SPAN_MS)) return 0;
    const aheadUsd = (this.#priceUsd - meanUsd) * Math.exp(-Math.max(0, nowMs - this.#atMs) / memoryMs);
    return aheadUsd / (memoryMs * (1 - Math.exp(-spanMs / memoryMs)));
  }
}
