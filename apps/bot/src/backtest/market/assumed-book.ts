import { stepSizeBase, tickSizeUsd, type BookLevels, type MarketRules } from '@perpstream/core';

/** Levels of each side; a book of ten is as good as any to those who judge its quality. */
const LEVELS = 10;
const BPS = 10_000;

/**
 * The book that is assumed around a price: ten levels on each side, the same value on each, the first at half the spread
 * and every further one at half a spread more. Both sides are alike. So an order pays half the spread at the least, and
 * the more beyond it the larger its part of the depth.
 *
 * One set of columns is written anew for each book: whoever reads the levels must do so at once.
 */
export class AssumedBook {
  readonly #tickUsd: number;
  readonly #ticksPerUsd: number;
  readonly #stepBase: number;
  readonly #halfSpread: number;
  readonly #levels: { count: number; isBid: Uint8Array; pricesUsd: Float64Array; sizesBase: Float64Array };

  constructor(rules: MarketRules, spreadBps: number) {
    this.#tickUsd = tickSizeUsd(rules);
    this.#ticksPerUsd = Math.round(1 / this.#tickUsd);
    this.#stepBase = stepSizeBase(rules);
    this.#halfSpread = spreadBps / BPS / 2;
    this.#levels = {
      count: 2 * LEVELS,
      // The worst level first: that is the cheapest order for a book to take them in.
      isBid: Uint8Array.from({ length: 2 * LEVELS }, (_, index) => (index < LEVELS ? 1 : 0)),
      pricesUsd: new Float64Array(2 * LEVELS),
      sizesBase: new Float64Array(2 * LEVELS),
    };
  }

  /** @param depthUsd value of one side; each level has one step of the grid at the least */
  around(priceUsd: number, depthUsd: number): BookLevels {
    const { pricesUsd, sizesBase } = this.#levels;
    sizesBase.fill(Math.max(this.#stepBase, depthUsd / LEVELS / priceUsd));
    const mid = priceUsd / this.#tickUsd;
    const half = mid * this.#halfSpread;
    let bid = Math.floor(mid) + 1;
    let ask = Math.ceil(mid) - 1;
    // A price on the grid is not to be a level of both sides.
    if (half === 0 && bid - 1 === ask + 1) ask += 1;
    for (let depth = 0; depth < LEVELS; depth += 1) {
      bid = Math.min(bid - 1, Math.floor(mid - half * (depth + 1)));
      ask = Math.max(ask + 1, Math.ceil(mid + half * (depth + 1)));
      pricesUsd[LEVELS - 1 - depth] = this.#priceOf(bid);
      pricesUsd[2 * LEVELS - 1 - depth] = this.#priceOf(ask);
    }
    return this.#levels;
  }
  /** Divided where a tick is less than 1 USD: that gives the float64 nearest to the decimal price, a product may not. */
  #priceOf(ticks: number): number {
    return this.#tickUsd < 1 ? ticks / this.#ticksPerUsd : ticks * this.#tickUsd;
  }
}
