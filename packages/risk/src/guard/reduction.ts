import { magnitude, toSizeBase, type DeleverageStep, type Quantums } from '@perpstream/core';
import { cushionUsd } from '../limits/exposure';
import type { DeleveragePosition } from './deleverage-portfolio';
import { reductionCostUsd } from './reduction-cost';

/** What a position adds to the account when part of it is gone. USD. */
export type Weight = {
  readonly costUsd: number;
  readonly initialMarginUsd: number;
  readonly maintenanceMarginUsd: number;
  /** Signed. */
  readonly notionalUsd: number;
  /** Collateral above maintenance that it needs per unit of liquidation distance. */
  readonly cushionUsd: number;
};

/** How much of one position is to go, in steps of its market's grid. The last step takes what is left of an odd size too. */
export class Reduction {
  /** Steps until the position is closed. */
  readonly closingSteps: number;
  /** Steps that are to go, 0 .. `closingSteps`. */
  steps = 0;
  readonly #sizeBase: number;
  readonly #stepBase: number;

  constructor(readonly position: DeleveragePosition) {
    const { rules, quantums } = position;
    const step = rules.stepBaseQuantums;
    this.closingSteps = Number((magnitude(quantums) + step - 1n) / step);
    this.#sizeBase = toSizeBase(quantums, rules);
    this.#stepBase = toSizeBase(step as Quantums, rules);
  }

  /** What is left of the position after so many steps, signed. */
  remainingQuantums(steps: number): Quantums {
    const { quantums, rules } = this.position;
    if (steps >= this.closingSteps) return 0n as Quantums;
    const gone = BigInt(steps) * rules.stepBaseQuantums;
    return (quantums > 0n ? quantums - gone : quantums + gone) as Quantums;
  }

  weight(steps: number): Weight {
    const { rules, markUsd, initialMarginFraction, cost } = this.position;
    const sizeBase = steps >= this.closingSteps ? 0 : Math.abs(this.#sizeBase) - steps * this.#stepBase;
    const absoluteUsd = Math.max(0, sizeBase) * markUsd;
    const notionalUsd = Math.sign(this.#sizeBase) * absoluteUsd;
    return {
      costUsd: reductionCostUsd(Math.abs(this.#sizeBase) * markUsd - absoluteUsd, cost),
      initialMarginUsd: absoluteUsd * initialMarginFraction,
      maintenanceMarginUsd: absoluteUsd * rules.maintenanceMarginFraction,
      notionalUsd,
      cushionUsd: cushionUsd(notionalUsd, rules.maintenanceMarginFraction),
    };
  }

  /** The margin that the reduction sets free per USD that it costs. */
  worth(): number {
    const [before, after] = [this.weight(0), this.weight(this.steps)];
    const freedUsd =
      before.initialMarginUsd - after.initialMarginUsd + before.maintenanceMarginUsd - after.maintenanceMarginUsd;
    return freedUsd / after.costUsd;
  }

  toStep(): DeleverageStep {
    const { rules, quantums } = this.position;
    const [before, after] = [this.weight(0), this.weight(this.steps)];
    return {
      marketId: rules.marketId,
      fromBase: toSizeBase(quantums, rules),
      toBase: toSizeBase(this.remainingQuantums(this.steps), rules),
      freedMarginUsd: before.initialMarginUsd - after.initialMarginUsd,
      costUsd: after.costUsd,
    };
  }
}
