import { demandAll, notNegative, share } from '../portfolio/demand';

/** Rules that end a held idea whatever its conviction. Values are fractions of the notional of the idea; 0 switches a rule off. */
export type ExitOptions = {
  /** Loss at which it is left, >= 0. */
  readonly stopLoss: number;
  /** Gain at which it is left, >= 0. */
  readonly takeProfit: number;
  /** Distance from the best value at which it is left, >= 0, once `trailingActivation` was reached. */
  readonly trailingDistance: number;
  /** Gain from which on the best value is trailed, >= 0. */
  readonly trailingActivation: number;
  /** Longest time it is held, in ms, >= 0. */
  readonly maxHoldMs: number;
  /** Share of the conviction at entry below which it is left, in [0, 1]. */
  readonly convictionDecay: number;
  /** Predicted funding that it may cost per hour, as a fraction of the notional, >= 0. */
  readonly maxFundingCost1h: number;
  /** For how long it may cost more, in ms, >= 0. */
  readonly fundingPatienceMs: number;
};

/** A stop-loss at 2 % of the notional; every other rule is off (0). */
export const exitDefaults: ExitOptions = {
  stopLoss: 0.02,
  takeProfit: 0,
  trailingDistance: 0,
  trailingActivation: 0,
  maxHoldMs: 0,
  convictionDecay: 0,
  maxFundingCost1h: 0,
  fundingPatienceMs: 900_000,
};

/** @throws RangeError naming the option, its value and the bound */
export function checkExits(options: ExitOptions): void {
  demandAll('exits', options, {
    stopLoss: notNegative,
    takeProfit: notNegative,
    trailingDistance: notNegative,
    trailingActivation: notNegative,
    maxHoldMs: notNegative,
    convictionDecay: share,
    maxFundingCost1h: notNegative,
    fundingPatienceMs: notNegative,
  });
}
