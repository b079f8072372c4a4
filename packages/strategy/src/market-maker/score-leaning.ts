import type { Reason, Score } from '@perpstream/core';
import type { MarketMakerTuning } from './market-maker-options';

/** What scores do to the quotes. */
export type ScoreLeaning = {
  /** By how much both quotes move up, in basis points. */
  readonly leanBps: number;
  /** By what factor the half spread grows, >= 1. */
  readonly widening: number;
  readonly reasons: readonly Reason[];
};

type Weights = Pick<
  MarketMakerTuning,
  'volatilityWidening' | 'toxicityWidening' | 'tradeFlowSkewBps' | 'bookImbalanceSkewBps'
>;

const NEUTRAL = 50;

/** How far a score is from neutral, in [-1, 1]. */
function pull(score: number): number {
  return (score - NEUTRAL) / NEUTRAL;
}

/**
 * What the scores say of the quotes. Pressure of trades and of the book moves both; volatility above its usual level and
 * one-sided trades widen them. A score whose weights are 0 is not looked at.
 *
 * @returns undefined when a score that has a weight is missing: a view that is not there is not a neutral one
 */
export function scoreLeaning(
  scores: Readonly<Record<string, Score>> | undefined,
  { volatilityWidening, toxicityWidening, tradeFlowSkewBps, bookImbalanceSkewBps }: Weights,
): ScoreLeaning | undefined {
  const weights = {
    volatility: volatilityWidening,
    tradeFlow: Math.max(toxicityWidening, tradeFlowSkewBps),
    bookImbalance: bookImbalanceSkewBps,
  };
  const reasons: Reason[] = [];
  const pulls = { volatility: 0, tradeFlow: 0, bookImbalance: 0 };
  for (const name of ['volatility', 'tradeFlow', 'bookImbalance'] as const) {
    if (weights[name] === 0) continue;
    const value = scores?.[name];
    if (value === undefined) return undefined;
    pulls[name] = pull(value);
    reasons.push({ name, value, weight: weights[name] });
  }
  return {
    leanBps: tradeFlowSkewBps * pulls.tradeFlow + bookImbalanceSkewBps * pulls.bookImbalance,
    widening: 1 + volatilityWidening * Math.max(0, pulls.volatility) + toxicityWidening * Math.abs(pulls.tradeFlow),
    reasons,
  };
}
