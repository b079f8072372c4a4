import type { Leg } from '../portfolio/idea';

/** What the size of an idea is found from. Sizes are gross: the sum of the sizes of all legs, in USD. */
export type SizedIdea = {
  readonly key: string;
  /** Without its sign, in [0, 1]. */
  readonly conviction: number;
  readonly legs: readonly Leg[];
  /** Standard deviation of the hourly return per USD gross; undefined while it is not known. */
  readonly volatility1h: number | undefined;
  /** What is left of its size for its correlation with others, in [0, 1]. */
  readonly scale: number;
};

/** Gross size of an idea per USD of its notional. */
export function grossWeight(legs: readonly Leg[]): number {
  return legs.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
}
