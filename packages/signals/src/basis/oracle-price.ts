import type { MarketContext } from '@perpstream/core';

/** The latest oracle price of a market and when it came. */
export class OraclePrice {
  #priceUsd = 0;
  #receivedMs = -Infinity;

  /** Takes over the price that a context states; a context without one changes nothing. */
  take({ oraclePriceUsd, oracleReceivedMs, receivedMs }: MarketContext): void {
    if (oraclePriceUsd === undefined || !(oraclePriceUsd > 0)) return;
    this.#priceUsd = oraclePriceUsd;
    this.#receivedMs = oracleReceivedMs ?? receivedMs;
  }

  /** The price, > 0; undefined when none was stated or it is older than `maxAgeMs`. */
  priceUsdAt(nowMs: number, maxAgeMs: number): number | undefined {
    return nowMs - this.#receivedMs <= maxAgeMs ? this.#priceUsd : undefined;
  }
}
