import type { MarginPosition } from '../margin/account-margin';

/** A position whose mark moves with a market that all positions share. */
export type MovedPosition = MarginPosition & {
  /** How much its mark moves when the shared market moves by 1; 1 by default, negative when it moves against it. */
  readonly beta?: number;
};

/** The smallest moves of the shared market at which the account is liquidated, as fractions >= 0; Infinity when none is. */
export type LiquidationMoves = { readonly fall: number; readonly rise: number };

/** One mark on the way: how fast the surplus changes with the move until the mark is 0. */
type Slope = { readonly endsAt: number; readonly perMove: number };

function slopeOf(position: MovedPosition, sign: number): Slope {
  const { sizeBase, oraclePriceUsd, maintenanceMarginFraction, beta = 1 } = position;
  const rate = sign * beta;
  const surplusPerUsd = sizeBase - Math.abs(sizeBase) * maintenanceMarginFraction;
  return { endsAt: rate < 0 ? -1 / rate : Infinity, perMove: surplusPerUsd * oraclePriceUsd * rate };
}

/** The first move at which a surplus that is linear from kink to kink falls below 0. */
function firstShortfall(surplusUsd: number, slopes: Slope[]): number {
  slopes.sort((a, b) => a.endsAt - b.endsAt);
  let [move, leftUsd] = [0, surplusUsd];
  for (const [index, { endsAt }] of slopes.entries()) {
    // Summed anew: what is left of a running sum would look like a slope when every mark is 0.
    const perMove = slopes.slice(index).reduce((sum, slope) => sum + slope.perMove, 0);
    const shortAt = perMove >= 0 ? Infinity : move - leftUsd / perMove;
    if (endsAt === Infinity || !(shortAt >= endsAt)) return shortAt;
    [move, leftUsd] = [endsAt, leftUsd + perMove * (endsAt - move)];
  }
  return Infinity;
}

/**
 * How far the whole market may fall, and rise, until the account is liquidated: every mark moves at once, by its beta times the
 * move, and stops at 0.
 *
 * Exact for that path: between the moves at which a mark reaches 0, equity less maintenance margin is a straight line. Both are 0
 * when the account is liquidatable now, both NaN when an input is no number.
 * @param quoteBalanceUsd USDC balance with funding settled
 * @example
 * // One coin at 1,000 USD for 100 USD of equity: liquidated 7.2 % lower.
 * liquidationMoves(-900, [{ sizeBase: 1, oraclePriceUsd: 1_000, initialMarginFraction: 0.05, maintenanceMarginFraction: 0.03 }]);
 */
export function liquidationMoves(quoteBalanceUsd: number, positions: readonly MovedPosition[]): LiquidationMoves {
  let surplusUsd = quoteBalanceUsd;
  let maintenanceUsd = 0;
  for (const { sizeBase, oraclePriceUsd, maintenanceMarginFraction } of positions) {
    const requiredUsd = Math.abs(sizeBase * oraclePriceUsd) * maintenanceMarginFraction;
    maintenanceUsd += requiredUsd;
    surplusUsd += sizeBase * oraclePriceUsd - requiredUsd;
  }
  if (Number.isNaN(surplusUsd)) return { fall: NaN, rise: NaN };
  if (maintenanceUsd === 0) return { fall: Infinity, rise: Infinity };
  if (surplusUsd < 0) return { fall: 0, rise: 0 };
  const slopes = (sign: number): Slope[] => positions.map((position) => slopeOf(position, sign));
  return { fall: firstShortfall(surplusUsd, slopes(-1)), rise: firstShortfall(surplusUsd, slopes(1)) };
}
