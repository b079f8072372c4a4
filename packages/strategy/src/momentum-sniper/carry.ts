import type { Reason } from '@perpstream/core';

const HOUR_MS = 3_600_000;

/** What is assumed of an idea of conviction 1. */
export type CarryOptions = {
  /** How long an idea is expected to be held, in ms, > 0. */
  readonly holdingMs: number;
  /** The move that is expected in that time at a conviction of 1, in basis points, >= 0; 0: funding is not looked at. */
  readonly edgeBps: number;
  /** The share of the expected edge that funding may eat, in (0, 1]. */
  readonly maxCarryShare: number;
};

/**
 * Takes the predicted funding off a conviction: as much as makes it 0 where funding over `holdingMs` eats
 * `maxCarryShare` of the expected edge, conviction x `edgeBps`. Funding that is received adds nothing.
 *
 * @param conviction signed, in [-1, 1]
 * @param fundingRate1h what longs pay in an hour, as a fraction of the notional
 */
export function afterCarry(
  conviction: number,
  fundingRate1h: number,
  { holdingMs, edgeBps, maxCarryShare }: CarryOptions,
): { readonly conviction: number; readonly reasons: readonly Reason[] } {
  if (edgeBps === 0 || conviction === 0) return { conviction, reasons: [] };
  const cost = (Math.sign(conviction) * fundingRate1h * holdingMs) / HOUR_MS;
  const fullEdge = edgeBps / 10_000;
  const left = Math.max(0, Math.abs(conviction) - Math.max(0, cost) / (maxCarryShare * fullEdge));
  const value = cost / (Math.abs(conviction) * fullEdge);
  return {
    conviction: Math.sign(conviction) * left,
    reasons: [{ name: 'carry-share', value, bound: maxCarryShare }],
  };
}
