import type {
  AccountChange,
  AccountState,
  CancelIntent,
  ExecutionReport,
  OperatorCommand,
  PositionUpdate,
  ProcessedData,
} from '@perpstream/core';
import type { EquityTier } from '../limits/equity-tiers';
import type { RiskLimits } from '../limits/risk-limits';
import type { ProtectionOptions } from '../protections/protection-options';
import type { RiskMemory } from '../protections/risk-memory';
import type { RiskLevelOptions } from './level-options';

/**
 * What risk watches: the state of the markets and of the account, and what the operator asks for. Reports, position updates
 * and cancels are for the protections and limits that count losses, refusals and rates; without them those stay silent.
 */
export type RiskInput =
  ProcessedData | AccountState | AccountChange | PositionUpdate | ExecutionReport | CancelIntent | OperatorCommand;

/** Options of the risk operators. Give all three the same, so that they judge alike. */
export type RiskOptions = {
  /** What is absent has the value of `DEFAULT_RISK_LIMITS`. */
  readonly limits?: Partial<RiskLimits>;
  /** What is absent has the value of `DEFAULT_PROTECTIONS`. */
  readonly protections?: Partial<ProtectionOptions>;
  /** What is absent has the value of `DEFAULT_RISK_LEVELS`. */
  readonly levels?: Partial<RiskLevelOptions>;
  /** What an earlier run knew, as `riskMemory` told it: starts of day, week and month, the peak, the locks that held. */
  readonly memory?: RiskMemory;
  /**
   * Equity at the start of the present UTC day, when it is known from an earlier run: a restart then does not forget the
   * day's losses. By default the day starts with the first equity of the run. `memory` takes its place.
   */
  readonly dayStartEquityUsd?: number;
  /**
   * How long an approved order counts as exposure while the account does not show it, in ms of event time, > 0; 10,000 by
   * default.
   */
  readonly inFlightOrderMs?: number;
  /**
   * Largest notional of each strategy over all markets, in USD, > 0. Strategies without an entry have no budget of their own;
   * of a decision that several share, each part counts for its strategy.
   */
  readonly strategyBudgetsUsd?: Readonly<Record<string, number>>;
  /** Open stateful orders that the chain allows, by equity, ascending; `DEFAULT_EQUITY_TIERS` by default. */
  readonly equityTiers?: readonly EquityTier[];
};

/** Options with defaults filled in and checked. */
export type CheckedRiskOptions = {
  readonly limits: RiskLimits;
  readonly protections: ProtectionOptions;
  readonly levels: RiskLevelOptions;
  readonly memory: RiskMemory | undefined;
  readonly dayStartEquityUsd: number | undefined;
  readonly inFlightOrderMs: number;
  readonly strategyBudgetsUsd: ReadonlyMap<string, number>;
  readonly equityTiers: readonly EquityTier[];
};
