import type { MarketId } from '@perpstream/core';
import type { StressPortfolio } from './stress-portfolio';

/**
 * Which loss is asked for.
 *
 * `confidence` is a fraction in [0.5, 1); `horizonPeriods` counts periods of the returns, > 0, 1 by default: losses grow with
 * its square root, which holds for returns that are independent and alike.
 * @example
 * const options: VarOptions = { confidence: 0.99, horizonPeriods: 24 }; // a day of hourly returns
 */
export type VarOptions = { readonly confidence: number; readonly horizonPeriods?: number };

/**
 * What a portfolio may lose, in USD; losses are positive. Position by position the parts add up to the whole; a part below 0
 * makes the portfolio safer.
 *
 * @example
 * const { varUsd, expectedShortfallUsd, components } = historicalVar(portfolio, returns, { confidence: 0.99 });
 */
export type ValueAtRisk = {
  /** The loss that is not exceeded with the probability `confidence`. */
  readonly varUsd: number;
  /** The mean loss in the worst cases, of the probability 1 - `confidence`; never below `varUsd`. */
  readonly expectedShortfallUsd: number;
  /** In the order of the positions. */
  readonly components: readonly {
    readonly marketId: MarketId;
    readonly varUsd: number;
    readonly expectedShortfallUsd: number;
  }[];
};

/** @throws RangeError naming the option, its range and its value */
export function checkVarOptions({ confidence, horizonPeriods = 1 }: VarOptions): Required<VarOptions> {
  if (!(confidence >= 0.5 && confidence < 1)) throw new RangeError(`confidence must be in [0.5, 1), was ${confidence}`);
  if (!(horizonPeriods > 0 && horizonPeriods < Infinity)) {
    throw new RangeError(`horizonPeriods must be finite and > 0, was ${horizonPeriods}`);
  }
  return { confidence, horizonPeriods };
}

/** Signed notionals at oracle prices, in USD. @throws RangeError when one is not a finite number */
export function notionalsOf({ positions }: StressPortfolio): readonly number[] {
  return positions.map(({ marketId, sizeBase, oraclePriceUsd }) => {
    const notionalUsd = sizeBase * oraclePriceUsd;
    if (!Number.isFinite(notionalUsd))
      throw new RangeError(`the notional of ${marketId} must be finite, was ${notionalUsd}`);
    return notionalUsd;
  });
}
