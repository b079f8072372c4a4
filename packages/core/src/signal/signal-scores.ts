import type { OperatorFunction } from 'rxjs';
import type { MarketEvent } from '../market/market-data';
import type { ProcessedData } from '../market/processed-data';
import type { Brand } from '../units/brand';

/** A score in [0, 100]; 50 is neutral. */
export type Score = Brand<number, 'Score'>;

/**
 * Makes a score, cut to [0, 100].
 *
 * @throws RangeError when the value is not a number
 */
export function score(value: number): Score {
  if (Number.isNaN(value)) throw new RangeError('a score must be a number');
  return Math.min(100, Math.max(0, value)) as Score;
}

/**
 * What one engine says of one market after one event. `score` undefined withdraws what it said before, because the data
 * it stood on are gone.
 */
export type SignalScore = MarketEvent & {
  readonly kind: 'score';
  readonly signal: string;
  readonly score: Score | undefined;
};

/**
 * All scores of one market after one input event, as one consistent vector. A signal is absent until it is warm.
 * Continuous, never a trigger: thresholds belong to strategies.
 */
export type SignalScores = MarketEvent & {
  readonly kind: 'scores';
  readonly scores: Readonly<Record<string, Score>>;
};

/** A signal: one instance scores all markets. State is born with each subscription. */
export type SignalEngine = OperatorFunction<ProcessedData, SignalScore>;
