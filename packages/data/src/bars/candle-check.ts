import type { Bar, Candle } from '@perpstream/core';

/** So many bars wait for a candle to be compared with: more than lie between two audits by REST. */
const KEPT_BARS = 20;
/** Volumes are sums of the same sizes in another order. */
const TOLERANCE = 1e-9;

/** A bar and the candle of its period that tells another story. */
export type CandleMismatch = { readonly bar: Bar; readonly candle: Candle };

/**
 * Compares bars that were sent as complete with the candles of their periods, whenever one is stated: the exchange can
 * leave trades of a market out of its stream without any sign of it there.
 */
export class CandleCheck {
  readonly #bars = new Map<number, Bar>();

  /** A bar from trades was sent. */
  sent(bar: Bar): void {
    if (!bar.isComplete) return;
    this.#bars.set(bar.startMs, bar);
    if (this.#bars.size <= KEPT_BARS) return;
    for (const oldest of this.#bars.keys()) {
      this.#bars.delete(oldest);
      return;
    }
  }

  /** What a final candle says of the bar of its period; each bar is told of once. */
  mismatch(candle: Candle): CandleMismatch | undefined {
    const bar = this.#bars.get(candle.startedMs);
    if (bar === undefined || isSame(bar, candle)) return undefined;
    this.#bars.delete(candle.startedMs);
    return { bar, candle };
  }
}

function isSame(bar: Bar, { trades, volumeBase }: Candle): boolean {
  return bar.trades === trades && Math.abs(bar.volumeBase - volumeBase) <= TOLERANCE * (1 + volumeBase);
}
