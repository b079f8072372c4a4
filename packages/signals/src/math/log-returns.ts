import { Cells } from './cells';

/** Log returns from price to price: ln(price / price before), 0 for the first price. Independent of the price scale. */
export class LogReturns {
  /** Below 0 before the first price. */
  readonly #lastPriceUsd: number;

  constructor(private readonly cells: Cells = new Cells()) {
    this.#lastPriceUsd = cells.reserve(1, -1);
  }

  /** The return that leads to this price (> 0). Exactly 0 when the price did not change. */
  next(priceUsd: number): number {
    const { row } = this.cells;
    const lastPriceUsd = row[this.#lastPriceUsd]!;
    row[this.#lastPriceUsd] = priceUsd;
    return Math.log(priceUsd / (lastPriceUsd < 0 ? priceUsd : lastPriceUsd));
  }
}
