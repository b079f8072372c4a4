import { demandAll, notNegative } from '../portfolio/demand';

/** When a change of size is worth a trade. */
export type RebalanceOptions = {
  /** A held idea whose size would change by a smaller fraction keeps it, >= 0. */
  readonly band: number;
  /** An idea with a leg below this is not entered, and a smaller change is not made, in USD, >= 0. */
  readonly minTradeUsd: number;
};

/** A held size is changed from a fifth of it on, and nothing below 10 USD is traded. */
export const rebalanceDefaults: RebalanceOptions = { band: 0.2, minTradeUsd: 10 };

/** @throws RangeError naming the option, its value and the bound */
export function checkRebalance(options: RebalanceOptions): void {
  demandAll('rebalance', options, { band: notNegative, minTradeUsd: notNegative });
}
