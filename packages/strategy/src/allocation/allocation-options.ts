import { countingNumber, demandAll, positive } from '../portfolio/demand';

/**
 * How the size of an idea is found.
 *
 * - `equal`: the same for all
 * - `volatilityTarget`: so large that it is expected to move by `targetVolatility1h` of its slice in an hour
 * - `scoreWeighted`: in proportion to conviction
 * - `riskParity`: in inverse proportion to volatility, so that all contribute the same risk
 * - `kelly`: the share of the budget that grows it fastest, if the assumed edge is true
 */
export type AllocationMethod = 'equal' | 'volatilityTarget' | 'scoreWeighted' | 'riskParity' | 'kelly';

const methods: readonly AllocationMethod[] = ['equal', 'volatilityTarget', 'scoreWeighted', 'riskParity', 'kelly'];

/** How much is put into each idea. A slice is `budgetUsd` / `maxIdeas`. */
export type AllocationOptions = {
  readonly method: AllocationMethod;
  /** Most that all ideas together have at work: the sum of the sizes of all legs, in USD, > 0. Above the equity it is leverage. */
  readonly budgetUsd: number;
  /** Most that all legs in one market together have at work, in USD, > 0. */
  readonly maxPositionUsd: number;
  /** Most ideas at once, an integer >= 1. Positions and open orders of others count. */
  readonly maxIdeas: number;
  /**
   * Correlation with a held idea up to which an idea is entered at full size, in (0, 1]; from there its size falls in a
   * straight line to nothing at a correlation of 1. 1 switches it off.
   */
  readonly correlationCap: number;
  /** Of `volatilityTarget`: standard deviation of the return of a slice in an hour, > 0. */
  readonly targetVolatility1h: number;
  /** Of `kelly`: the share of the full Kelly size that is taken, in (0, 1]. */
  readonly kellyFraction: number;
  /** Of `kelly`: the return that is expected of an idea of conviction 1 within `kellyHorizonMs`, in basis points, > 0. */
  readonly kellyEdgeBps: number;
  /** Of `kelly`: the time within which the edge is expected, in ms, > 0. */
  readonly kellyHorizonMs: number;
  /** Of `kelly`: most of the budget in one idea, in (0, 1]. */
  readonly kellyCap: number;
};

/** Equal sizes: three ideas of at most 1,000 USD out of 3,000 USD; no correlation cap. */
export const allocationDefaults: AllocationOptions = {
  method: 'equal',
  budgetUsd: 3_000,
  maxPositionUsd: 1_000,
  maxIdeas: 3,
  correlationCap: 1,
  targetVolatility1h: 0.005,
  kellyFraction: 0.25,
  kellyEdgeBps: 10,
  kellyHorizonMs: 3_600_000,
  kellyCap: 0.5,
};

const someShare = { holds: (value: number) => value > 0 && value <= 1, words: 'in (0, 1]' };

/** @throws RangeError naming the option, its value and the bound */
export function checkAllocation(options: AllocationOptions): void {
  if (!methods.includes(options.method)) {
    throw new RangeError(`allocation.method must be one of ${methods.join(', ')}, was ${options.method}`);
  }
  demandAll('allocation', options, {
    budgetUsd: positive,
    maxPositionUsd: positive,
    maxIdeas: countingNumber,
    correlationCap: someShare,
    targetVolatility1h: positive,
    kellyFraction: someShare,
    kellyEdgeBps: positive,
    kellyHorizonMs: positive,
    kellyCap: someShare,
  });
}
