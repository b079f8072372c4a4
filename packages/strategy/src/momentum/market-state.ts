import type { MarketId, SignalScores } from '@perpstream/core';
import type { Exposure } from '../hysteresis/exposure';
import type { DirectionConfidence } from '../hysteresis/next-exposure';
import type { MarketCondition } from '../universe/may-enter';
import { confidenceOf } from './confidence-of';
import type { SignalWeights } from './signal-weights';

/** What the strategy knows and wants of one market. Changed in place by the desk that owns it. */
export type MarketState = { -readonly [Key in keyof MarketCondition]: MarketCondition[Key] } & {
  readonly marketId: MarketId;
  /** The latest scores, gone while the data of the market are not live. */
  scores: SignalScores | undefined;
  /** What was decided last. */
  decided: Exposure;
  /** Since when: the time of that decision, or later of the end of what the account showed of the market. */
  sinceMs: number;
  /** A wish that differs from `decided` and is being confirmed. */
  pending: Exposure | undefined;
};

/** A market of which nothing is known and nothing wanted yet. */
export function newMarketState(marketId: MarketId): MarketState {
  return {
    marketId,
    quality: undefined,
    context: undefined,
    top: undefined,
    scores: undefined,
    decided: 'flat',
    sinceMs: -Infinity,
    pending: undefined,
  };
}

/** Confidence in both directions; undefined without the scores for it. */
export function marketConfidence({ scores }: MarketState, weights: SignalWeights): DirectionConfidence | undefined {
  if (scores === undefined) return undefined;
  const long = confidenceOf(scores.scores, weights, 'long');
  const short = confidenceOf(scores.scores, weights, 'short');
  return long === undefined || short === undefined ? undefined : { long, short };
}
