import type { Stamp } from '../input/stamp';
import type { MarketId } from '../units/market-id';

/**
 * What one of several strategies on an account holds and has paid, after a change of the account. The parts of all
 * strategies, and of the owner (`strategy` ''), add up to the account.
 */
export type Attribution = Stamp & {
  readonly kind: 'attribution';
  /** Name of the strategy; '' for what none of them asked for. */
  readonly strategy: string;
  /** Signed base units; markets without a part are absent. */
  readonly sizeBase: ReadonlyMap<MarketId, number>;
  /** Money received minus paid since the start, fees and funding included; with the value of its size it is its profit. */
  readonly cashUsd: number;
};
