import type { AllocationOptions } from './allocation-options';
import type { SizedIdea } from './sized-idea';

const HOUR_MS = 3_600_000;

/**
 * Puts the fraction `kellyFraction` of the Kelly share of the budget into each idea: f = mean / variance of its return
 * within `kellyHorizonMs`, at most `kellyCap`.
 *
 * The variance is measured. The mean is not: it is conviction x `kellyEdgeBps`, an assumption of yours that nothing here
 * checks. With twice the true edge full Kelly grows no faster than cash, and beyond it is ruin; that is what the
 * fraction and the cap are for. Ideas are taken as independent. One of unknown volatility gets nothing.
 * @see Thorp, "The Kelly Criterion in Blackjack, Sports Betting and the Stock Market" (1997), section 7
 */
export function kelly(
  ideas: readonly Pick<SizedIdea, 'conviction' | 'volatility1h'>[],
  { budgetUsd, kellyFraction, kellyEdgeBps, kellyHorizonMs, kellyCap }: AllocationOptions,
): number[] {
  return ideas.map(({ conviction, volatility1h }) => {
    if (volatility1h === undefined) return 0;
    const mean = (conviction * kellyEdgeBps) / 10_000;
    const variance = volatility1h ** 2 * (kellyHorizonMs / HOUR_MS);
    return budgetUsd * Math.min(kellyCap, (kellyFraction * mean) / variance);
  });
}
