import { type ProcessedMarketData, type SignalEngine } from '@perpstream/core';
import { BTC, describeNoLookahead, describeWarmUp, ETH, marketHistory, type MarketHistoryOptions } from '@perpstream/testing'; // prettier-ignore
import { basis } from './basis/basis';
import { bookImbalance } from './book-imbalance/book-imbalance';
import { funding } from './funding/funding';
import * as exported from './index';
import { leadLag } from './lead-lag/lead-lag';
import { liquidationPressure } from './liquidation-pressure/liquidation-pressure';
import { liquidity } from './liquidity/liquidity';
import { meanReversion } from './mean-reversion/mean-reversion';
import { momentum } from './momentum/momentum';
import { openInterest } from './open-interest/open-interest';
import { tradeFlow } from './trade-flow/trade-flow';
import { trend } from './trend/trend';
import { volatility } from './volatility/volatility';
import { volume } from './volume/volume';

const MINUTE_MS = 60_000;
/** What an engine needs besides its price may come a little after the start: a context, a bar, news of another market. */
const SLACK_MS = 10_000;

/** An engine of this package, with what it takes to judge its warm-up. */
type ShippedEngine = {
  readonly create: () => SignalEngine;
  /** Time from its first event to its first score. */
  readonly warmUpMs: number;
  /** How far a score may still be from one with all the past, at the end of the warm-up and later; the largest of all. */
  readonly epsilon: number;
  /** The market its warm-up is judged on, if not the usual one: of books each second, four warm-ups long. */
  readonly history?: MarketHistoryOptions;
};

/** Every engine that `index.ts` exports, by name, with its defaults. A new engine is added here. */
const shippedEngines: Readonly<Record<string, ShippedEngine>> = {
  basis: { create: () => basis(), warmUpMs: 5 * MINUTE_MS, epsilon: 30 },
  bookImbalance: { create: () => bookImbalance(), warmUpMs: 8_000, epsilon: 6 },
  funding: { create: () => funding(), warmUpMs: 30 * MINUTE_MS, epsilon: 25, history: { bookMs: 5_000 } },
  liquidationPressure: { create: () => liquidationPressure(), warmUpMs: MINUTE_MS, epsilon: 15 },
  liquidity: { create: () => liquidity(), warmUpMs: 2.5 * MINUTE_MS, epsilon: 15 },
  leadLag: { create: () => leadLag(), warmUpMs: 10 * MINUTE_MS, epsilon: 20 },
  meanReversion: { create: () => meanReversion(), warmUpMs: 20 * MINUTE_MS, epsilon: 20 },
  momentum: { create: () => momentum(), warmUpMs: 24 * MINUTE_MS, epsilon: 20 },
  openInterest: { create: () => openInterest(), warmUpMs: 40 * MINUTE_MS, epsilon: 25, history: { bookMs: 5_000 } },
  tradeFlow: { create: () => tradeFlow(), warmUpMs: MINUTE_MS, epsilon: 5 },
  trend: { create: () => trend(), warmUpMs: 70 * MINUTE_MS, epsilon: 5, history: { bookMs: 5_000 } },
  volatility: { create: () => volatility(), warmUpMs: MINUTE_MS, epsilon: 20 },
  volume: { create: () => volume(), warmUpMs: MINUTE_MS, epsilon: 20 },
};

/** Two markets with everything that engines look at. The second one follows no other, only its own chance. */
function markets(options: MarketHistoryOptions): ProcessedMarketData[] {
  const { seed = 1 } = options;
  const histories = [marketHistory({ ...options, seed, marketId: BTC }), marketHistory({ ...options, seed: seed + 100, marketId: ETH })]; // prettier-ignore
  return histories.flat().sort((a, b) => a.receivedMs - b.receivedMs);
}

/** Another course of the same markets, from the same moment on. */
const otherCourse = (options: MarketHistoryOptions) => ({
  name: 'another market',
  after: (_: readonly ProcessedMarketData[], tail: readonly ProcessedMarketData[]): readonly ProcessedMarketData[] => {
    const fromMs = tail[0]?.receivedMs ?? Infinity;
    return markets({ ...options, seed: 77 }).filter(({ receivedMs }) => receivedMs >= fromMs);
  },
});

describe('the shipped engines', () => {
  it('are all in the list, and their defaults are exported', () => {
    const notEngines = ['crossMarketEngine', 'signalEngine', 'scoreBoard', 'scoresOfMarket', 'scoresOfSignal'];
    const functions = Object.entries(exported).filter(([, value]) => typeof value === 'function').map(([name]) => name); // prettier-ignore
    const engines = functions.filter((name) => !notEngines.includes(name) && /^[a-z]/.test(name));
    expect(engines.sort()).toEqual(Object.keys(shippedEngines).sort());
  });

  for (const [name, { create, warmUpMs, epsilon, history = {} }] of Object.entries(shippedEngines)) {
    const course = { durationMs: 2 * warmUpMs, bookMs: 1_000, contextMs: 5_000, ...history };
    describeNoLookahead({ name, create, events: markets(course), futures: [otherCourse(course)], cuts: 4 });
    const whole = { ...course, durationMs: 4 * warmUpMs };
    describeWarmUp({
      name: `R23: ${name}`,
      create,
      events: markets(whole),
      epsilon,
      warmUpMs,
      slackMs: SLACK_MS,
    });
  }
});
