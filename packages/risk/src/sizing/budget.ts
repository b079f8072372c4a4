import type { ConstraintSize } from './constraint-size';

/** What is left for this position of the money set aside for it. */
export type Budget = {
  /** In USD; 0 or below, used up, allows nothing. */
  readonly budgetUsd: number;
};

/** the budget itself */
export function budgetSize({ budgetUsd }: Budget): ConstraintSize {
  return Number.isFinite(budgetUsd) ? { notionalUsd: Math.max(0, budgetUsd) } : { missing: 'budgetUsd' };
}
