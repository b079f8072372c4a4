import { countingNumber, demand, demandAll, positive } from './demand';

/** From what volatility and correlation are estimated. */
export type EstimateOptions = {
  /** Length of the time bars whose closes are used, in ms, > 0. They must be among the bars of the data layer. */
  readonly barMs: number;
  /** Age in bars at which a return weighs half, > 0. */
  readonly halfLifeBars: number;
  /** Returns before there is an estimate, an integer >= 1, at most 4 `halfLifeBars`. */
  readonly warmUpBars: number;
};

/** One-minute bars with a half life of an hour; estimates from half an hour on. */
export const estimateDefaults: EstimateOptions = { barMs: 60_000, halfLifeBars: 60, warmUpBars: 30 };

/** @throws RangeError naming the option, its value and the bound */
export function checkEstimates(options: EstimateOptions): void {
  demandAll('estimates', options, { barMs: positive, halfLifeBars: positive, warmUpBars: countingNumber });
  const most = 4 * options.halfLifeBars;
  demand('estimates.warmUpBars', options.warmUpBars, {
    holds: (bars) => bars <= most,
    words: `at most 4 halfLifeBars = ${most}`,
  });
}
