import { toSizeBase } from '@perpstream/core';
import type { DeleverageGoal, DeleveragePortfolio } from './deleverage-portfolio';
import { Reduction, type Weight } from './reduction';

/** An account as it would be after some reductions. USD. */
type Sums = { equityUsd: number; initialMarginUsd: number; maintenanceMarginUsd: number; notionalUsd: number };

/**
 * By how much an account misses its goal, one number in USD of collateral for each demand; <= 0 where the demand is met.
 *
 * - usage: initial margin <= `maxMarginUsage` x equity, maintenance margin <= `maxMaintenanceUsage` x equity
 * - distance: equity - maintenance margin >= distance x cushion, for the position with the largest cushion
 * - together: the same for a move of all marks at once, so that half of a hedge is not taken away from the other half. Here
 *   the account need not become better than it was, only not worse than both that and the goal
 */
type Misses = readonly number[];

const NO_MISSES: Misses = [0, 0, 0, 0];

/** Float64 noise in sums of USD: less than this is met. */
const NOISE_USD = 1e-9;

function missed(misses: Misses): number {
  return misses.reduce((sum, missUsd) => sum + (missUsd > NOISE_USD ? missUsd : 0), 0);
}

/** An account on its way down: what is reduced, and how far the goal is. Candidates are judged without walking all positions. */
export class DeleverageLedger {
  readonly reductions: readonly Reduction[];
  readonly #balanceUsd: number;
  readonly #goal: DeleverageGoal;
  readonly #togetherDistance: number;

  constructor({ quoteBalanceUsd, positions }: DeleveragePortfolio, goal: DeleverageGoal) {
    this.reductions = positions.map((position) => new Reduction(position));
    this.#balanceUsd = positions.reduce(
      (sum, { quantums, rules, markUsd }) => sum + toSizeBase(quantums, rules) * markUsd,
      quoteBalanceUsd,
    );
    this.#goal = goal;
    const { equityUsd, maintenanceMarginUsd, notionalUsd } = this.#sums();
    const now = (equityUsd - maintenanceMarginUsd) / Math.abs(notionalUsd - maintenanceMarginUsd);
    this.#togetherDistance = Math.min(goal.minLiquidationDistance, Math.max(0, now));
  }

  /** How much collateral the account lacks for its goal, summed over the demands; 0 when it is reached. */
  shortfallUsd(): number {
    return missed(this.#misses(this.#sums(), this.#largestCushionUsd()));
  }

  /**
   * For each candidate reduction, what raising it from its steps to `to` steps brings nearer to the goal and what that costs, in
   * USD. Demands that are missed now count in full, so that large and small candidates compare; demands that are met count as
   * far as they would be missed.
   */
  judge(candidates: readonly { readonly reduction: Reduction; readonly to: number }[]): readonly {
    readonly gainUsd: number;
    readonly costUsd: number;
  }[] {
    const sums = this.#sums();
    const now = this.#misses(sums, this.#largestCushionUsd());
    const cushions = this.#twoLargestCushions();
    return candidates.map(({ reduction, to }) => {
      const [before, after] = [reduction.weight(reduction.steps), reduction.weight(to)];
      const besideUsd = cushions.largest === reduction ? cushions.secondUsd : cushions.largestUsd;
      const then = this.#misses(changed(sums, before, after), Math.max(besideUsd, after.cushionUsd));
      const gainUsd = now.reduce((gain, nowUsd, index) => {
        const thenUsd = then[index] ?? 0;
        return gain + (nowUsd > NOISE_USD ? nowUsd - thenUsd : Math.min(0, -thenUsd));
      }, 0);
      return { gainUsd, costUsd: after.costUsd - before.costUsd };
    });
  }

  costUsd(): number {
    return this.reductions.reduce((sum, reduction) => sum + reduction.weight(reduction.steps).costUsd, 0);
  }

  #sums(): Sums {
    const sums: Sums = { equityUsd: this.#balanceUsd, initialMarginUsd: 0, maintenanceMarginUsd: 0, notionalUsd: 0 };
    for (const reduction of this.reductions) {
      const weight = reduction.weight(reduction.steps);
      sums.equityUsd -= weight.costUsd;
      sums.initialMarginUsd += weight.initialMarginUsd;
      sums.maintenanceMarginUsd += weight.maintenanceMarginUsd;
      sums.notionalUsd += weight.notionalUsd;
    }
    return sums;
  }

  #largestCushionUsd(): number {
    return this.#twoLargestCushions().largestUsd;
  }

  #twoLargestCushions(): { largest: Reduction | undefined; largestUsd: number; secondUsd: number } {
    const found = { largest: undefined as Reduction | undefined, largestUsd: 0, secondUsd: 0 };
    for (const reduction of this.reductions) {
      const { cushionUsd } = reduction.weight(reduction.steps);
      if (cushionUsd > found.largestUsd) {
        found.secondUsd = found.largestUsd;
        found.largestUsd = cushionUsd;
        found.largest = reduction;
      } else if (cushionUsd > found.secondUsd) found.secondUsd = cushionUsd;
    }
    return found;
  }

  #misses({ equityUsd, initialMarginUsd, maintenanceMarginUsd, notionalUsd }: Sums, cushionUsd: number): Misses {
    // Nothing left to liquidate: the goal is reached, whatever the account owes.
    if (cushionUsd <= NOISE_USD) return NO_MISSES;
    const { maxMarginUsage, maxMaintenanceUsage, minLiquidationDistance } = this.#goal;
    const spareUsd = equityUsd - maintenanceMarginUsd;
    const togetherUsd = Math.abs(notionalUsd - maintenanceMarginUsd);
    return [
      initialMarginUsd - maxMarginUsage * equityUsd,
      maintenanceMarginUsd - maxMaintenanceUsage * equityUsd,
      minLiquidationDistance * cushionUsd - spareUsd,
      this.#togetherDistance * togetherUsd - spareUsd,
    ];
  }
}

function changed(sums: Sums, before: Weight, after: Weight): Sums {
  return {
    equityUsd: sums.equityUsd + before.costUsd - after.costUsd,
    initialMarginUsd: sums.initialMarginUsd - before.initialMarginUsd + after.initialMarginUsd,
    maintenanceMarginUsd: sums.maintenanceMarginUsd - before.maintenanceMarginUsd + after.maintenanceMarginUsd,
    notionalUsd: sums.notionalUsd - before.notionalUsd + after.notionalUsd,
  };
}
