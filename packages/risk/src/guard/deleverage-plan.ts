import type { DeleverageStep } from '@perpstream/core';
import { accountMargin } from '../margin/account-margin';
import { DeleverageLedger } from './deleverage-ledger';
import type { DeleverageGoal, DeleveragePortfolio } from './deleverage-portfolio';
import type { Reduction } from './reduction';

/** Which positions are made smaller, in which order, and what that comes to. */
export type DeleveragePlan = {
  /** What does most per USD first. Empty when the account is in its goal already. */
  readonly steps: readonly DeleverageStep[];
  readonly costUsd: number;
  /** As `accountMargin` has it, before and after all steps. */
  readonly marginUsageBefore: number;
  readonly marginUsageAfter: number;
};

/** A position is weighed anew against the others after each of so many parts: its market gets dearer with every one. */
const PARTS = 12;

/** The finest share of all positions in a proportional reduction. */
const SHARES = 2 ** 20;

/** The smallest number in (low, high] that reaches the goal, when `high` does and `low` does not. */
function smallest(low: number, high: number, reaches: (value: number) => boolean): number {
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** What one position gives back another may need, and the other way round: so often at most. */
const ROUNDS = 8;

/** Takes back what is not needed, in this order, to the step of each market's grid, until no step can be smaller. */
function trim(ledger: DeleverageLedger, order: readonly Reduction[]): void {
  for (let round = 0; round < ROUNDS; round++) {
    const before = stepsOf(order);
    trimOnce(ledger, order);
    if (order.every(({ steps }, index) => steps === before[index])) return;
  }
}

function trimOnce(ledger: DeleverageLedger, order: readonly Reduction[]): void {
  for (const reduction of order) {
    const reaches = (steps: number): boolean => {
      reduction.steps = steps;
      return ledger.shortfallUsd() === 0;
    };
    const { steps } = reduction;
    if (steps > 0) reduction.steps = reaches(0) ? 0 : smallest(0, steps, reaches);
  }
}

/** Goes down part by part, always where most is gained per USD, until the goal is reached or the pool is empty. */
function descend(ledger: DeleverageLedger, pool: readonly Reduction[]): void {
  while (ledger.shortfallUsd() > 0) {
    const candidates = pool
      .filter(({ steps, closingSteps }) => steps < closingSteps)
      .map((reduction) => {
        const { steps, closingSteps } = reduction;
        return { reduction, to: Math.min(closingSteps, steps + Math.ceil(closingSteps / PARTS)) };
      });
    if (candidates.length === 0) return;
    const ratios = ledger
      .judge(candidates)
      .map(({ gainUsd, costUsd }) => gainUsd / Math.max(costUsd, Number.MIN_VALUE));
    const best = ratios.indexOf(Math.max(...ratios));
    // Where no single reduction helps (each leg of a hedge holds the other), all go down together.
    const chosen = (ratios[best] ?? 0) > 0 ? candidates.slice(best, best + 1) : candidates;
    for (const { reduction, to } of chosen) reduction.steps = to;
  }
}

/** Reduces all of the pool by the same share, the smallest that reaches the goal. @returns whether any does */
function shrink(ledger: DeleverageLedger, pool: readonly Reduction[]): boolean {
  const reaches = (share: number): boolean => {
    for (const reduction of pool) reduction.steps = Math.ceil((reduction.closingSteps * share) / SHARES);
    return ledger.shortfallUsd() === 0;
  };
  if (!reaches(SHARES)) return false;
  reaches(smallest(0, SHARES, reaches));
  return true;
}

/** Those that hurt most per USD of freed margin first: what they do not have to do is saved first. */
function dearestFirst(pool: readonly Reduction[]): Reduction[] {
  return pool.filter(({ steps }) => steps > 0).sort((a, b) => a.worth() - b.worth());
}

function stepsOf(pool: readonly Reduction[]): number[] {
  return pool.map(({ steps }) => steps);
}

function reduce(ledger: DeleverageLedger, pool: readonly Reduction[]): void {
  if (ledger.shortfallUsd() === 0) return;
  descend(ledger, pool);
  if (ledger.shortfallUsd() > 0) return;
  trim(ledger, dearestFirst(pool));
  const [greedy, greedyUsd] = [stepsOf(pool), ledger.costUsd()];
  if (shrink(ledger, pool)) {
    trim(ledger, dearestFirst(pool));
    if (ledger.costUsd() < greedyUsd) return;
  }
  pool.forEach((reduction, index) => (reduction.steps = greedy[index] ?? 0));
}

function plan({ reductions }: DeleverageLedger, portfolio: DeleveragePortfolio): DeleveragePlan {
  const chosen = reductions.filter(({ steps }) => steps > 0).sort((a, b) => b.worth() - a.worth());
  const urgent = chosen.filter(({ position }) => !position.isMarkKnown);
  const steps = [...urgent, ...chosen.filter(({ position }) => position.isMarkKnown)].map((step) => step.toStep());
  const costUsd = steps.reduce((sum, step) => sum + step.costUsd, 0);
  return { steps, costUsd, ...usages(reductions, portfolio, costUsd) };
}

function usages(
  reductions: readonly Reduction[],
  { quoteBalanceUsd }: DeleveragePortfolio,
  costUsd: number,
): Pick<DeleveragePlan, 'marginUsageBefore' | 'marginUsageAfter'> {
  const weighed = reductions.map((reduction) => {
    const { position } = reduction;
    const { fromBase, toBase } = reduction.toStep();
    const { markUsd: oraclePriceUsd, initialMarginFraction } = position;
    const { maintenanceMarginFraction } = position.rules;
    return { fromBase, toBase, oraclePriceUsd, initialMarginFraction, maintenanceMarginFraction };
  });
  const before = accountMargin(
    quoteBalanceUsd,
    weighed.map((position) => ({ ...position, sizeBase: position.fromBase })),
  );
  const soldUsd = weighed.reduce(
    (sum, { fromBase, toBase, oraclePriceUsd }) => sum + (fromBase - toBase) * oraclePriceUsd,
    0,
  );
  const after = accountMargin(
    quoteBalanceUsd + soldUsd - costUsd,
    weighed.map((position) => ({ ...position, sizeBase: position.toBase })),
  );
  return { marginUsageBefore: before.marginUsage, marginUsageAfter: after.marginUsage };
}

/**
 * How to bring an account back to a goal at least cost: which positions to make smaller, by how much on the grid of their
 * market, what frees most margin per USD first.
 *
 * Goes down in parts, each time where the account as a whole comes nearest to its goal per USD of fee, spread and impact; then
 * takes back every step that the goal does not need. Never dearer than reducing all positions by the same share: that is
 * worked out too, and the cheaper of both is the plan. Marks are taken as they are: reducing changes equity by its cost alone.
 *
 * Positions whose mark is not known are closed first and whole, as soon as anything has to go. Markets that take no orders are
 * counted on last. No step adds to a position or turns it round. Pure: same portfolio, same plan; an account that did all steps
 * at their expected cost needs none.
 * @throws RangeError when a mark is not a finite number > 0
 * @example
 * deleveragePlan({ quoteBalanceUsd: -9_000, positions: [longBtc] }, { maxMarginUsage: 0.5, maxMaintenanceUsage: 0.4, minLiquidationDistance: 0.1 });
 * // { steps: [{ marketId: 'BTC-USD', fromBase: 0.2, toBase: 0.08, ... }], costUsd: 6.1, ... }
 */
export function deleveragePlan(portfolio: DeleveragePortfolio, goal: DeleverageGoal): DeleveragePlan {
  for (const { markUsd, rules } of portfolio.positions) {
    if (!(markUsd > 0 && markUsd < Infinity)) {
      throw new RangeError(`the mark of ${rules.marketId} must be finite and > 0, was ${markUsd}`);
    }
  }
  const ledger = new DeleverageLedger(portfolio, goal);
  if (ledger.shortfallUsd() > 0) {
    const { reductions } = ledger;
    for (const reduction of reductions) if (!reduction.position.isMarkKnown) reduction.steps = reduction.closingSteps;
    const known = reductions.filter(({ position }) => position.isMarkKnown);
    reduce(
      ledger,
      known.filter(({ position }) => position.isTradable),
    );
    reduce(
      ledger,
      known.filter(({ position }) => !position.isTradable),
    );
  }
  return plan(ledger, portfolio);
}
