import type { LimitName } from '@perpstream/core';
import type { MarketRisk, Sign } from '../monitor/market-risk';
import type { BudgetShare } from './budget-share';
import type { ExposureBeside } from './exposure';
import type { RiskLimits } from './risk-limits';

/** How much of one market a limit leaves room for. */
export type LimitRoom = {
  readonly limit: LimitName;
  /** Largest |notional| of the market that keeps the limit, in USD; below 0 when the rest of the account breaks it alone. */
  readonly roomUsd: number;
  readonly bound: number;
  /** What is held against the bound at a notional, in the unit of the limit. */
  readonly valueAt: (absoluteUsd: number) => number;
  readonly text: (value: string, bound: string) => string;
};

/** The market and the direction in which exposure is asked for, with the account around it. */
export type RoomQuestion = {
  readonly limits: RiskLimits;
  readonly market: MarketRisk;
  readonly sign: Sign;
  readonly beside: ExposureBeside;
  /** What moves with the market in that direction, besides itself, in USD. */
  readonly correlatedUsd: number;
  /** The strategies with a budget that the decision is put together of; none for orders. */
  readonly shares: readonly BudgetShare[];
};
