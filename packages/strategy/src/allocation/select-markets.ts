import type { MarketId } from '@perpstream/core';
import { rank, type Candidate } from './rank';

/** A candidate for one of the places of a portfolio. */
export type PlaceCandidate = Candidate & {
  /** It was given a place before and its entry is being confirmed. */
  readonly isWaiting: boolean;
};

/**
 * Gives the free places of a portfolio to the best candidates.
 *
 * Markets in `held` keep their place, whatever their rank; a candidate among them needs no other. Candidates that wait
 * for confirmation come before newcomers, so that two markets that keep overtaking each other do not restart each
 * other's confirmation; both groups are served best first.
 * @param held markets that occupy a place now; may be more than `maxPositions`, then no place is free
 * @returns the candidates that have a place, in the order in which they were served
 * @example selectMarkets(candidates, new Set([btc]), 3) // at most two candidates besides BTC
 */
export function selectMarkets<T extends PlaceCandidate>(
  candidates: readonly T[],
  held: ReadonlySet<MarketId>,
  maxPositions: number,
): T[] {
  const waiting = rank(candidates.filter(({ isWaiting }) => isWaiting));
  const newcomers = rank(candidates.filter(({ isWaiting }) => !isWaiting));
  let free = maxPositions - held.size;
  return [...waiting, ...newcomers].filter(({ marketId }) => held.has(marketId) || free-- > 0);
}
