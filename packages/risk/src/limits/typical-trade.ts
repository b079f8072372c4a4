import type { TradeFlow } from '@perpstream/core';

/** Trades that the mean looks back on. */
const MEMORY = 1_000;
/** Trades before which nothing is called typical. */
const WARM_UP = 100;

/** The mean size of the latest trades of a market, older ones fading out. */
export class TypicalTrade {
  #trades = 0;
  #meanUsd = 0;

  /** Undefined until 100 trades were seen. */
  get usd(): number | undefined {
    return this.#trades >= WARM_UP ? this.#meanUsd : undefined;
  }

  observe({ trades, buyUsd, sellUsd }: TradeFlow): void {
    if (!(trades > 0)) return;
    this.#trades = Math.min(MEMORY, this.#trades + trades);
    this.#meanUsd += ((buyUsd + sellUsd) / trades - this.#meanUsd) * Math.min(1, trades / this.#trades);
  }
}
