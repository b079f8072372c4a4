import { demand, demandAll, notNegative, positive, share } from '../portfolio/demand';

/** What a market must offer before new exposure is taken in it. Leaving is never asked of it. */
export type UniverseOptions = {
  /** Least number of the data quality, in [0, 1]. */
  readonly minQuality: number;
  /** Widest spread of best bid and ask, in basis points of the mid, > 0. */
  readonly maxSpreadBps: number;
  /** Least traded volume of the last 24 hours in USD, >= 0; 0 asks for none. */
  readonly minVolume24hUsd: number;
  /** Least depth of the book on either side within `depthBps` of the mid, in USD, >= 0; 0 asks for none. */
  readonly minDepthUsd: number;
  /** Where depth is counted, in basis points of the mid, > 0. */
  readonly depthBps: number;
  /** Least time since the market was first heard of, in ms, >= 0. */
  readonly minKnownMs: number;
  /** The only markets that may be entered; empty: all. */
  readonly allow: readonly string[];
  /** Markets that may not be entered. */
  readonly deny: readonly string[];
};

/** Active markets with live data of quality 0.5 and a spread of at most 20 bps; no bound on volume, depth or age. */
export const universeDefaults: UniverseOptions = {
  minQuality: 0.5,
  maxSpreadBps: 20,
  minVolume24hUsd: 0,
  minDepthUsd: 0,
  depthBps: 50,
  minKnownMs: 0,
  allow: [],
  deny: [],
};

/** @throws RangeError naming the option, its value and the bound */
export function checkUniverse(options: UniverseOptions): void {
  demandAll('universe', options, {
    minQuality: share,
    maxSpreadBps: positive,
    minVolume24hUsd: notNegative,
    minDepthUsd: notNegative,
    depthBps: positive,
    minKnownMs: notNegative,
  });
  const both = options.allow.filter((ticker) => options.deny.includes(ticker)).length;
  demand('universe.deny', both, { holds: (count) => count === 0, words: 'free of markets that allow names' });
}
