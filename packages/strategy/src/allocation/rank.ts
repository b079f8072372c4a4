import type { MarketId } from '@perpstream/core';

/** A market that a strategy would like to enter. */
export type Candidate = {
  readonly marketId: MarketId;
  /** In [0, 1]. */
  readonly confidence: number;
};

function compare(a: Candidate, b: Candidate): number {
  if (a.confidence !== b.confidence) return b.confidence - a.confidence;
  return a.marketId < b.marketId ? -1 : 1;
}

/**
 * Candidates best first: by confidence, ties by market name, so that the order never depends on who was heard first.
 *
 * @example rank([{ marketId: btc, confidence: 0.8 }, { marketId: eth, confidence: 0.9 }])[0].marketId // eth
 */
export function rank<T extends Candidate>(candidates: readonly T[]): T[] {
  return [...candidates].sort(compare);
}
