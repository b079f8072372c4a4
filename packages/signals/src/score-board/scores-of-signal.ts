import type { OperatorFunction } from 'rxjs';
import { mapWithMarketState, type SignalScore, type SignalScores } from '@perpstream/core';

/**
 * The scores of one signal, for all markets: one per vector that has it, and one with `score` undefined, once, when it
 * leaves the vector of a market.
 *
 * @example scores$.pipe(scoresOfSignal('momentum'))
 */
export function scoresOfSignal(name: string): OperatorFunction<SignalScores, SignalScore> {
  return mapWithMarketState(
    () => ({ hasScore: false }),
    (state, { marketId, receivedMs, cause, scores }: SignalScores): SignalScore | undefined => {
      const score = scores[name];
      if (score === undefined && !state.hasScore) return undefined;
      state.hasScore = score !== undefined;
      return { kind: 'score', signal: name, marketId, receivedMs, cause, score };
    },
  );
}
