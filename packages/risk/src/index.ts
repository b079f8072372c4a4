export { approveOrders } from './approve/approve-orders';
export type { OrderApproval } from './approve/order-approval';
export { assessDecisions } from './limits/assess-decisions';
export { DEFAULT_RISK_LIMITS, riskLimits, type RiskLimits } from './limits/risk-limits';
export { bankruptcyPriceQuoteQuantums } from './liquidation/bankruptcy-price';
export { fillablePrice, type FillablePriceConfig } from './liquidation/fillable-price';
export type { Fraction } from './liquidation/fraction';
export { insuranceFundDelta, type LiquidationFill } from './liquidation/insurance-fund-delta';
export { isLiquidatable } from './liquidation/is-liquidatable';
export { liquidatableNotional, type LiquidatableNotionalConfig } from './liquidation/liquidatable-notional';
export { liquidationPriceUsd } from './liquidation/liquidation-price';
export { accountMargin, type AccountMargin, type MarginPosition } from './margin/account-margin';
export { effectiveInitialMarginFraction } from './margin/effective-initial-margin-fraction';
export { effectiveInitialMarginPpm } from './margin/effective-initial-margin-ppm';
export { exactAccountMargin, type ExactAccountMargin } from './margin/exact-account-margin';
export type { ExactAccount, ExactNotional, ExactPosition, ExactTier } from './margin/exact-position';
export {
  fundingIndexDelta,
  fundingSettlementPpm,
  fundingSettlementQuoteQuantums,
  type FundingStep,
} from './margin/funding';
export {
  initialMarginQuoteQuantums,
  maintenanceMarginPpm,
  maintenanceMarginQuoteQuantums,
  marginRequirements,
  type MarginRequirements,
} from './margin/margin-requirements';
export { netNotionalQuoteQuantums } from './margin/net-notional';
export { monitorRisk } from './monitor/monitor-risk';
export type { RiskInput, RiskOptions } from './monitor/risk-options';
