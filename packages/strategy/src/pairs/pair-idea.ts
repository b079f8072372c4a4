import type { Reason } from '@perpstream/core';
import { bandedConviction, keepingConviction } from '../hedged/banded-conviction';
import { checkScores } from '../hedged/score-bounds';
import type { Idea } from '../portfolio/idea';
import type { MarketView } from '../portfolio/market-view';
import type { PortfolioRules } from '../portfolio/portfolio-options';
import { criticalValue, type Significance } from './engle-granger';
import type { PairReading } from './pair';
import type { PairsParameters } from './pairs-options';

type Settings = PairsParameters & Pick<PortfolioRules, 'hysteresis'>;

const BPS = 10_000;

/** What a pair that counts as broken is left for; undefined while it holds. */
function breakReason({ fit, z, isStopped }: PairReading, settings: Settings): Reason | undefined {
  const { hedgeRatio, statistic, observations } = fit;
  const { minHedgeRatio, maxHedgeRatio, breakSignificance, stopZ } = settings;
  const bound = criticalValue(observations, breakSignificance as Significance);
  if (!(statistic <= bound)) return { name: 'cointegration-broken', value: statistic, bound };
  if (hedgeRatio < minHedgeRatio) return { name: 'hedge-ratio', value: hedgeRatio, bound: minHedgeRatio };
  if (hedgeRatio > maxHedgeRatio) return { name: 'hedge-ratio', value: hedgeRatio, bound: maxHedgeRatio };
  return isStopped ? { name: 'spread-stop-z', value: Math.abs(z), bound: stopZ } : undefined;
}

/** What the way from here to the exit is worth, per USD gross. */
function gainBps({ fit: { deviation, hedgeRatio }, z }: PairReading, exitZ: number): number {
  return ((Math.abs(z) - exitZ) * deviation * BPS) / (1 + hedgeRatio);
}

/** The idea of a pair: against its spread, the second market in proportion to the hedge ratio. */
export function pairIdea(
  key: string,
  reading: PairReading,
  markets: readonly [MarketView, MarketView],
  settings: Settings,
  isFresh: boolean,
): Idea {
  const { fit, z } = reading;
  const { hysteresis, enterZ, exitZ } = settings;
  const [first, second] = markets;
  const entry = checkEntry(reading, settings);
  const scores = checkScores(markets, settings.scores);
  const broken = breakReason(reading, settings);
  const full = -bandedConviction(z, { exitAt: exitZ, enterAt: enterZ }, hysteresis);
  const known = entry.mayEnter && scores.mayEnter ? full : keepingConviction(full, hysteresis);
  const conviction = broken === undefined ? known : 0;
  return {
    key,
    conviction: isFresh ? conviction : undefined,
    legs: [
      { marketId: first.marketId, weight: 1 },
      // A leg has to weigh something; a ratio outside the bounds is never traded.
      { marketId: second.marketId, weight: fit.hedgeRatio > 0 ? -fit.hedgeRatio : -1 },
    ],
    reasons: [
      { name: 'spread-z', value: z, bound: enterZ },
      ...entry.reasons,
      ...scores.reasons,
      ...(broken === undefined ? [] : [broken]),
    ],
  };
}

function checkEntry(reading: PairReading, settings: Settings): { mayEnter: boolean; reasons: readonly Reason[] } {
  const { statistic, observations, halfLifeBars, hedgeRatio } = reading.fit;
  const { significance, minHalfLifeBars, maxHalfLifeBars, minGainBps, exitZ } = settings;
  const critical = criticalValue(observations, significance as Significance);
  const gain = gainBps(reading, exitZ);
  const isTooShort = halfLifeBars < minHalfLifeBars;
  return {
    mayEnter: statistic <= critical && !isTooShort && halfLifeBars <= maxHalfLifeBars && gain >= minGainBps,
    reasons: [
      { name: 'adf-statistic', value: statistic, bound: critical },
      { name: 'half-life-bars', value: halfLifeBars, bound: isTooShort ? minHalfLifeBars : maxHalfLifeBars },
      { name: 'gain-bps', value: gain, bound: minGainBps },
      { name: 'hedge-ratio', value: hedgeRatio },
    ],
  };
}
