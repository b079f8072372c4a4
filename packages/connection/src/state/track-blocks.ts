import { type Block, type BlockTiming, type MarketData } from '@perpstream/core';
import { defer, filter, map, type OperatorFunction } from 'rxjs';

/** Options of `trackBlocks`. */
export type TrackBlocksOptions = {
  /** After so many blocks an old block time weighs half as much, > 0. Default 50, somewhat under a minute. */
  readonly halfLifeBlocks?: number;
};

/**
 * Measures the rhythm of the chain: the newest height, when it came, and the mean time between blocks.
 *
 * Emits for every block above the newest height, from the second one on: one height says nothing of the rhythm. The mean
 * is exponential over heights, of the times that the chain itself states, so that delays on the way do not enter; its first
 * values are the plain mean of what was seen. Of missing blocks the time is spread evenly over their heights. Blocks that
 * come twice, late, or with a time that is not after the one before are left out. All other data are ignored.
 * @throws RangeError when `halfLifeBlocks` is not > 0
 * @example marketData$.pipe(trackBlocks(), map((timing) => heightAt(timing, clock.now())))
 */
export function trackBlocks({ halfLifeBlocks = 50 }: TrackBlocksOptions = {}): OperatorFunction<
  MarketData,
  BlockTiming
> {
  if (!(halfLifeBlocks > 0)) throw new RangeError(`halfLifeBlocks must be > 0, was ${halfLifeBlocks}`);
  return (source$) =>
    defer(() => {
      const rhythm = new BlockRhythm(0.5 ** (1 / halfLifeBlocks));
      return source$.pipe(
        filter((event): event is Block => event.kind === 'block'),
        map((block) => rhythm.next(block)),
        filter((timing): timing is BlockTiming => timing !== undefined),
      );
    });
}

class BlockRhythm {
  #newest: Block | undefined;
  /** Block times and blocks, both discounted by age: their quotient is the mean, right from the first. */
  #sumMs = 0;
  #blocks = 0;

  constructor(private readonly keptPerBlock: number) {}

  next(block: Block): BlockTiming | undefined {
    const newest = this.#newest;
    if (newest === undefined) this.#newest = block;
    if (newest === undefined || block.height <= newest.height || block.exchangeMs <= newest.exchangeMs)
      return undefined;
    this.#newest = block;
    this.#add(block.height - newest.height, block.exchangeMs - newest.exchangeMs);
    const { height, receivedMs, exchangeMs } = block;
    return { height, receivedMs, exchangeMs, meanBlockMs: this.#sumMs / this.#blocks };
  }

  /** Adds some blocks that took so long together, as if each had taken its even share. */
  #add(count: number, ms: number): void {
    const kept = this.keptPerBlock ** count;
    const weight = (1 - kept) / (1 - this.keptPerBlock);
    this.#sumMs = this.#sumMs * kept + (ms / count) * weight;
    this.#blocks = this.#blocks * kept + weight;
  }
}
