/** Numbers of one market: oracle price, initial and maintenance margin fraction. */
const STRIDE = 3;
const FIRST_MARKETS = 64;

/**
 * The marks and margin fractions of all markets side by side in memory, so that an account's margin is read off one array. NaN is
 * what is not known.
 */
export class MarkTable {
  #values = new Float64Array(FIRST_MARKETS * STRIDE).fill(NaN);

  /** Price at the place of a market, its initial margin fraction behind it, then its maintenance margin fraction. */
  get values(): Float64Array {
    return this.#values;
  }

  /** The place of the market with this number, from 0 on. */
  place(market: number): number {
    const place = market * STRIDE;
    if (place >= this.#values.length) {
      const larger = new Float64Array(this.#values.length * 2).fill(NaN);
      larger.set(this.#values);
      this.#values = larger;
    }
    return place;
  }

  set(place: number, oraclePriceUsd: number, initialMarginFraction: number, maintenanceMarginFraction: number): void {
    this.#values[place] = oraclePriceUsd;
    this.#values[place + 1] = initialMarginFraction;
    this.#values[place + 2] = maintenanceMarginFraction;
  }
}
