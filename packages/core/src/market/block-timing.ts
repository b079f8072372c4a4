import { unixMs, type UnixMs } from '../units/unix-ms';

/** The rhythm of the chain as measured from its blocks: what turns heights into times and back. */
export type BlockTiming = {
  /** Newest known height. */
  readonly height: number;
  /** Receive time of that block. */
  readonly receivedMs: UnixMs;
  /** Time of that block by the exchange. */
  readonly exchangeMs: UnixMs;
  /** Mean time between blocks, > 0. */
  readonly meanBlockMs: number;
};

/**
 * When a height is expected to be reached, in the clock of this computer; of a past height, when it was.
 *
 * @example expectedBlockMs(timing, timing.height + 10) // about ten blocks from now
 */
export function expectedBlockMs({ height, receivedMs, meanBlockMs }: BlockTiming, wanted: number): UnixMs {
  return unixMs(receivedMs + (wanted - height) * meanBlockMs);
}

/**
 * The height expected at a time of this computer's clock: a whole number, never below the known height.
 *
 * @example heightAt(timing, unixMs(now + 10_000)) // good until about ten seconds from now
 */
export function heightAt({ height, receivedMs, meanBlockMs }: BlockTiming, atMs: UnixMs): number {
  return height + Math.max(0, Math.floor((atMs - receivedMs) / meanBlockMs));
}
