/** Parts of the window that prices leave together. */
const PARTS = 6;

/**
 * Lowest and highest price of a trailing window, in parts: a price leaves between one window and a sixth of it more after it came. Within
 * a part, a price costs two comparisons.
 */
export class PriceRange {
  readonly #lows = new Float64Array(PARTS).fill(Infinity);
  readonly #highs = new Float64Array(PARTS).fill(-Infinity);
  readonly #partMs: number;
  #part = -Infinity;
  #lowUsd = Infinity;
  #highUsd = -Infinity;

  constructor(windowMs: number) {
    this.#partMs = windowMs / (PARTS - 1);
  }

  /** Takes a price in and returns how far it is from the other end of the range, as a fraction of that end; 0 for what is no price. */
  moveTo(priceUsd: number, nowMs: number): number {
    if (!(priceUsd > 0 && priceUsd < Infinity)) return 0;
    const part = Math.floor(nowMs / this.#partMs);
    if (part > this.#part) this.#turn(part);
    const index = this.#part % PARTS;
    if (priceUsd < this.#lows[index]!) this.#lows[index] = priceUsd;
    if (priceUsd > this.#highs[index]!) this.#highs[index] = priceUsd;
    if (priceUsd < this.#lowUsd) this.#lowUsd = priceUsd;
    if (priceUsd > this.#highUsd) this.#highUsd = priceUsd;
    return Math.max(priceUsd / this.#lowUsd - 1, 1 - priceUsd / this.#highUsd);
  }

  #turn(part: number): void {
    const first = Math.max(part - PARTS + 1, this.#part + 1);
    for (let cleared = first; cleared <= part; cleared += 1) {
      this.#lows[cleared % PARTS] = Infinity;
      this.#highs[cleared % PARTS] = -Infinity;
    }
    this.#part = part;
    this.#lowUsd = Math.min(...this.#lows);
    this.#highUsd = Math.max(...this.#highs);
  }
}
