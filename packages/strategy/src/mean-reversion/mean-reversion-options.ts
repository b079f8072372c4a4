import type { SchedulerLike } from 'rxjs';
import { demand, demandAll } from '../portfolio/demand';
import {
  mergeRules,
  portfolioDefaults,
  type PortfolioOptions,
  type PortfolioRules,
} from '../portfolio/portfolio-options';

/** What is mean reversion's own. Scores are in [0, 100]. */
export type MeanReversionParameters = {
  /** Score `trend` up to which a market ranges and may be entered. */
  readonly maxTrend: number;
  /** Score `trend` from which a market trends and what is held there is left, above `maxTrend`. */
  readonly abandonTrend: number;
  /** How far `liquidationPressure` may stand against the entry, in points from 50; in [0, 50], 50: it is not looked at. */
  readonly maxCascade: number;
};

/** What `meanReversion` can be told. */
export type MeanReversionOptions = PortfolioOptions &
  Partial<MeanReversionParameters> & {
    /** Holds the time: the `EventScheduler` that the inputs move. */
    readonly scheduler: SchedulerLike;
  };

/** The defaults of `meanReversion`, its own and those of every group of the portfolio. */
export const meanReversionDefaults: MeanReversionParameters & PortfolioRules = {
  maxTrend: 50,
  abandonTrend: 75,
  maxCascade: 15,
  ...mergeRules(portfolioDefaults, {
    // Nearly back at the mean is back: the last bit is not worth the wait.
    hysteresis: { enterConviction: 0.6, exitConviction: 0.05 },
    exits: { stopLoss: 0.008, maxHoldMs: 3_600_000 },
    allocation: { correlationCap: 0.9 },
  }),
};

/** @throws RangeError naming the option, its value and the bound */
export function checkMeanReversion(parameters: MeanReversionParameters): void {
  const score = { holds: (value: number) => value >= 0 && value <= 100, words: 'in [0, 100]' };
  demandAll<MeanReversionParameters>('meanReversion', parameters, {
    maxTrend: score,
    maxCascade: { holds: (value) => value >= 0 && value <= 50, words: 'in [0, 50]' },
  });
  const { maxTrend } = parameters;
  demand('meanReversion.abandonTrend', parameters.abandonTrend, {
    holds: (value) => value > maxTrend && value <= 100,
    words: `in (maxTrend = ${maxTrend}, 100]`,
  });
}
