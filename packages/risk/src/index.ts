export { AccountTable } from './accounts/account-table';
export { isolatedConflict } from './accounts/isolated-conflict';
export type {
  AccountStanding,
  LiquidationState,
  LiquidationVerdict,
  WatchedAccount,
} from './accounts/liquidation-verdict';
export {
  marginOfParent,
  type ParentMargin,
  type ParentTotals,
  type Subaccount,
  type SubaccountMargin,
} from './accounts/margin-of-parent';
export { childSubaccount, parentSubaccount, subaccountMode, type SubaccountMode } from './accounts/subaccount-number';
export { watchAccounts, type WatchAccountsOptions } from './accounts/watch-accounts';
export { approveOrders } from './approve/approve-orders';
export type { OrderApproval } from './approve/order-approval';
export { assessDecisions } from './limits/assess-decisions';
export { deleveragePlan, type DeleveragePlan } from './guard/deleverage-plan';
export type { DeleverageGoal, DeleveragePortfolio, DeleveragePosition } from './guard/deleverage-portfolio';
export { guardAccount } from './guard/guard-account';
export type { GuardOptions } from './guard/guard-options';
export { DEFAULT_GUARD_SETTINGS, guardSettings, type GuardSettings } from './guard/guard-settings';
export type { ReductionCost } from './guard/reduction-cost';
export { DEFAULT_EQUITY_TIERS, equityTierOrders, type EquityTier } from './limits/equity-tiers';
export type { OrderRateLeft } from './limits/order-rate';
export { DEFAULT_RISK_LIMITS, riskLimits, type RiskLimits } from './limits/risk-limits';
export { bankruptcyPrice, bankruptcyPriceQuoteQuantums } from './liquidation/bankruptcy-price';
export { chainMargin, type ChainMarginOptions } from './liquidation/chain-margin';
export { fillablePrice, type FillablePriceConfig } from './liquidation/fillable-price';
export type { Fraction } from './liquidation/fraction';
export {
  insuranceFundDelta,
  liquidationFeeQuoteQuantums,
  type LiquidationFill,
} from './liquidation/insurance-fund-delta';
export { isLiquidatable } from './liquidation/is-liquidatable';
export { liquidatableNotional, type LiquidatableNotionalConfig } from './liquidation/liquidatable-notional';
export {
  DEFAULT_LIQUIDATION_CONFIG,
  liquidationConfig,
  type LiquidationConfig,
} from './liquidation/liquidation-config';
export { liquidationMoves, type LiquidationMoves, type MovedPosition } from './liquidation/liquidation-moves';
export { liquidationOf, type LiquidationOf } from './liquidation/liquidation-of';
export { liquidationDistance, liquidationPrice } from './liquidation/liquidation-price';
export { accountMargin, type AccountMargin, type MarginPosition } from './margin/account-margin';
export { effectiveInitialMarginFraction } from './margin/effective-initial-margin-fraction';
export { effectiveInitialMarginPpm } from './margin/effective-initial-margin-ppm';
export { exactAccountMargin, type ExactAccountMargin } from './margin/exact-account-margin';
export type { ExactAccount, ExactNotional, ExactPosition, ExactTier } from './margin/exact-position';
export {
  fundingIndexDelta,
  fundingSettlementPpm,
  fundingSettlementQuoteQuantums,
  settleFunding,
  type FundingStep,
} from './margin/funding';
export { fundingPerHourUsd, fundingProjection, type FundingProjection } from './margin/funding-projection';
export { marginAfter, type MarginAfter, type WhatIfOrder } from './margin/margin-after';
export type { HeldPosition, MarginAccount, MarginTier, RatedPosition } from './margin/margin-account';
export { buyingPowerUsd, marginOf, type MarginOf, type PositionMargin } from './margin/margin-of';
export {
  initialMarginQuoteQuantums,
  maintenanceMarginPpm,
  maintenanceMarginQuoteQuantums,
  marginRequirements,
  type MarginRequirements,
} from './margin/margin-requirements';
export { unsettledFundingUsd } from './margin/unsettled-funding';
export { isValidTransition } from './margin/valid-transition';
export { netNotionalQuoteQuantums } from './margin/net-notional';
export { DEFAULT_RISK_LEVELS, riskLevelOptions, type RiskLevelOptions } from './monitor/level-options';
export { monitorRisk } from './monitor/monitor-risk';
export type { RiskInput, RiskOptions } from './monitor/risk-options';
export { sizeOf, type SizeConstraintName, type SizeQuestion, type Sizing } from './sizing/size-of';
export type { AlignedReturns } from './stress/aligned-returns';
export { betasOf } from './stress/betas-of';
export { covarianceOf, type CovarianceMatrix } from './stress/covariance-of';
export { historicalVar } from './stress/historical-var';
export { inverseNormal } from './stress/inverse-normal';
export { parametricVar } from './stress/parametric-var';
export { parseScenarios } from './stress/parse-scenarios';
export { STANDARD_SCENARIOS } from './stress/standard-scenarios';
export { stressOf, type StressResult } from './stress/stress-of';
export type { StressPortfolio, StressPosition } from './stress/stress-portfolio';
export type { StressScenario } from './stress/stress-scenario';
export type { ValueAtRisk, VarOptions } from './stress/value-at-risk';
export { DEFAULT_PROTECTIONS, protectionOptions, type ProtectionOptions } from './protections/protection-options';
export { rememberRisk } from './protections/remember-risk';
export type { RememberedLock, RiskMemory } from './protections/risk-memory';
