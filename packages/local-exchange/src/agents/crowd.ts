import type { SimulatedMarket } from '../chain/simulated-market';
import type { Agent } from './agent';
import { InformedTrader } from './informed-trader';
import { Maker } from './maker';
import { RandomTaker } from './random-taker';

const MINUTES_PER_DAY = 1440;
/** Mean over median of the sizes of random takers: exp(1/2) for a logarithm of standard deviation 1. */
const MEAN_OVER_MEDIAN = Math.exp(0.5);
/** Share of the volume that random takers make; the rest is informed flow. */
const RANDOM_SHARE = 0.8;

/** From this many takers per minute on, everybody looks at the market as often as they can. */
const BUSY_TAKERS_PER_MINUTE = 16;

/** The participants of a market; the index of each one is its owner number. */
export function crowdOf(market: SimulatedMarket): readonly Agent[] {
  const takerUsd = (market.volume24hUsd / MINUTES_PER_DAY / market.takersPerMinute) * (RANDOM_SHARE / MEAN_OVER_MEDIAN);
  // In a thin market everybody looks more rarely, and quotes further away for it.
  const pace = Math.min(1, Math.sqrt(market.takersPerMinute / BUSY_TAKERS_PER_MINUTE));
  const spreadBps = market.volatilityBps / Math.sqrt(pace);
  return [
    new Maker({
      owner: 0,
      halfSpreadBps: 0.7 * spreadBps,
      gapBps: 0.8,
      levels: 8,
      levelUsd: 10 * takerUsd,
      looksPerSecond: 3 * pace,
    }),
    new Maker({
      owner: 1,
      halfSpreadBps: 1.5 * spreadBps,
      gapBps: 1.5,
      levels: 10,
      levelUsd: 20 * takerUsd,
      looksPerSecond: 2 * pace,
    }),
    new Maker({
      owner: 2,
      halfSpreadBps: 3 * spreadBps,
      gapBps: 4,
      levels: 12,
      levelUsd: 40 * takerUsd,
      looksPerSecond: pace,
    }),
    new Maker({
      owner: 3,
      halfSpreadBps: 8 * spreadBps,
      gapBps: 12,
      levels: 20,
      levelUsd: 80 * takerUsd,
      looksPerSecond: 0.5 * pace,
    }),
    new RandomTaker(4, market.takersPerMinute / 60, takerUsd),
    new InformedTrader(5, 0.6 * pace, 2 * takerUsd),
  ];
}
