import type { MarketContext } from '@perpstream/core';
import { Cells } from '../math/cells';

/** The latest oracle price of a market and when it came. */
export class OraclePrice {
  readonly #priceUsd: number;
  readonly #receivedMs: number;

  constructor(private readonly cells: Cells = new Cells()) {
    this.#priceUsd = cells.reserve(1);
    this.#receivedMs = cells.reserve(1, -Infinity);
  }

  /** Takes over the price that a context states; a context without one changes nothing. */
  take({ oraclePriceUsd, oracleReceivedMs, receivedMs }: MarketContext): void {
    if (oraclePriceUsd === undefined || !(oraclePriceUsd > 0)) return;
    const { row } = this.cells;
    row[this.#priceUsd] = oraclePriceUsd;
    row[this.#receivedMs] = oracleReceivedMs ?? receivedMs;
  }

  /** The price, > 0; undefined when none was stated or it is older than `maxAgeMs`. */
  priceUsdAt(nowMs: number, maxAgeMs: number): number | undefined {
    const { row } = this.cells;
    return nowMs - row[this.#receivedMs]! <= maxAgeMs ? row[this.#priceUsd]! : undefined;
  }
}
