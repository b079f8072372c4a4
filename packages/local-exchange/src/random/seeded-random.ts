/**
 * A generator of random numbers that repeats itself for the same seed: 32 bits of state, fast, good enough for a
 * simulation, useless for secrets.
 *
 * @see "mulberry32" by Tommy Ettinger (public domain) for the mixing function
 */
export class SeededRandom {
  #state: number;
  #spareNormal: number | undefined;

  constructor(seed: number) {
    this.#state = Math.trunc(seed % 2 ** 32) >>> 0;
  }

  /** An integer in 0..2^32-1. */
  integer(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A number in [0, 1). */
  uniform(): number {
    return this.integer() / 2 ** 32;
  }

  /** A number in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** A number from the standard normal distribution, by the method of Box and Muller. */
  normal(): number {
    const spare = this.#spareNormal;
    this.#spareNormal = undefined;
    if (spare !== undefined) return spare;
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** A UUID in the layout of version 4. */
  uuid(): string {
    const hex = Array.from({ length: 4 }, () => this.integer().toString(16).padStart(8, '0')).join('');
    const variant = '89ab'[this.integer() % 4] ?? '8';
    const parts = [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `${variant}${hex.slice(17, 20)}`,
      hex.slice(20),
    ];
    return parts.join('-');
  }
}
