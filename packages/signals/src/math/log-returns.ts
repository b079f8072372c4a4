/** Log returns from price to price: ln(price / price before), 0 for the first price. Independent of the price scale. */
export class LogReturns {
  #lastPriceUsd: number | undefined;

  /** The return that leads to this price (> 0). Exactly 0 when the price did not change. */
  next(priceUsd: number): number {
    const logReturn = Math.log(priceUsd / (this.#lastPriceUsd ?? priceUsd));
    this.#lastPriceUsd = priceUsd;
    return logReturn;
  }
}
