const HOUR_MS = 3_600_000;
const BPS = 10_000;

/** Rates per hour of a market and its hedge: what longs pay, as a fraction of the notional. */
export type Rates = { readonly market: number; readonly hedge: number };

/**
 * What one USD long in the market and `hedgeRatio` USD short in the hedge earn by funding within a time, in basis points:
 * (hedge ratio x rate of the hedge - rate of the market) x time. The other way round earns the opposite.
 *
 * @example carryBps({ market: 0.0001, hedge: 0 }, 1, 3_600_000); // -1: longs pay a basis point an hour
 */
export function carryBps({ market, hedge }: Rates, hedgeRatio: number, durationMs: number): number {
  return ((hedgeRatio * hedge - market) * durationMs * BPS) / HOUR_MS;
}

/** What it costs to enter and leave both legs at the touch, in basis points of the market's leg. */
export function roundTripBps(
  spreadsBps: { readonly market: number; readonly hedge: number },
  hedgeRatio: number,
  feeBps: number,
): number {
  return 2 * feeBps + spreadsBps.market + hedgeRatio * (2 * feeBps + spreadsBps.hedge);
}
