/** A candidate for one of the places of a portfolio. */
export type IdeaCandidate = {
  readonly key: string;
  /** Without its sign, in [0, 1]. */
  readonly conviction: number;
  /** It was given a place before and its entry is being confirmed. */
  readonly isWaiting: boolean;
  /** False when a market of it has a place already: it takes that one over. */
  readonly needsPlace: boolean;
};

function compare(a: IdeaCandidate, b: IdeaCandidate): number {
  if (a.isWaiting !== b.isWaiting) return a.isWaiting ? -1 : 1;
  if (a.conviction !== b.conviction) return b.conviction - a.conviction;
  return a.key < b.key ? -1 : 1;
}

/**
 * Gives the free places of a portfolio to the best candidates.
 *
 * Those that wait for confirmation come before newcomers, so that two ideas that keep overtaking each other do not restart
 * each other's confirmation; both groups are served by conviction, ties by key. The order in which candidates are given
 * does not matter.
 * @param freePlaces may be negative, when others hold more than allowed; then nobody gets one, and none is taken over
 * @param isWorthIt asked of those whose turn it is, as long as there are places; one that is refused leaves its place to others
 * @returns the candidates that have a place, in the order in which they were served
 */
export function selectIdeas<T extends IdeaCandidate>(
  candidates: readonly T[],
  freePlaces: number,
  isWorthIt: (candidate: T) => boolean,
): T[] {
  let free = freePlaces;
  return [...candidates].sort(compare).filter((candidate) => {
    const hasPlace = candidate.needsPlace ? free > 0 : free >= 0;
    const isTaken = hasPlace && isWorthIt(candidate);
    if (isTaken && candidate.needsPlace) free -= 1;
    return isTaken;
  });
}
