import type { RiskOptions } from '../monitor/risk-options';
import type { GuardSettings } from './guard-settings';

/** Options of `guardAccount`: those of all risk operators, so that they judge alike, and its own. */
export type GuardOptions = RiskOptions & {
  /** What is absent has the value of `DEFAULT_GUARD_SETTINGS`. */
  readonly guard?: Partial<GuardSettings>;
};
