import { unixMs, type Candle, type CandleResolution } from '@perpstream/core';
import { type SourceCandle } from '../sources/source-candle';

/** Value of a candle's volume at the mean of its four prices: candle files do not tell it. */
export function volumeUsd({ openUsd, highUsd, lowUsd, closeUsd, volumeBase }: SourceCandle): number {
  return (volumeBase * (openUsd + highUsd + lowUsd + closeUsd)) / 4;
}

/** A candle at its very start, as the exchange states it: nothing was traded yet. */
function begun(startMs: number, resolution: CandleResolution, priceUsd: number): Candle {
  return {
    startedMs: unixMs(startMs),
    resolution,
    openUsd: priceUsd,
    highUsd: priceUsd,
    lowUsd: priceUsd,
    closeUsd: priceUsd,
    volumeBase: 0,
    volumeUsd: 0,
    trades: 0,
    startingOpenInterestBase: 0,
  };
}

/** Candles of one length put together from those of a shorter one, or the same. */
export class LongerCandles {
  #open: Candle | undefined;

  constructor(
    private readonly resolution: CandleResolution,
    private readonly lengthMs: number,
  ) {}

  /**
   * Takes a candle that has ended at `endMs`.
   *
   * @returns what the exchange states then: nothing while the longer candle goes on, else it and the one that begins
   */
  add(candle: SourceCandle, endMs: number): readonly Candle[] {
    const startMs = Math.floor(candle.startMs / this.lengthMs) * this.lengthMs;
    const unfinished = this.#open !== undefined && this.#open.startedMs !== startMs ? [this.#open] : [];
    const grown = this.#grown(unfinished.length > 0 ? undefined : this.#open, candle, startMs);
    const isOver = endMs === startMs + this.lengthMs;
    this.#open = isOver ? undefined : grown;
    return isOver ? [...unfinished, grown, begun(endMs, this.resolution, candle.closeUsd)] : unfinished;
  }

  #grown(open: Candle | undefined, candle: SourceCandle, startMs: number): Candle {
    const before = open ?? begun(startMs, this.resolution, candle.openUsd);
    return {
      ...before,
      highUsd: Math.max(before.highUsd, candle.highUsd),
      lowUsd: Math.min(before.lowUsd, candle.lowUsd),
      closeUsd: candle.closeUsd,
      volumeBase: before.volumeBase + candle.volumeBase,
      volumeUsd: before.volumeUsd + volumeUsd(candle),
      // Files do not tell how many: one at the least where there is volume.
      trades: before.trades + (candle.volumeBase > 0 ? 1 : 0),
    };
  }
}
