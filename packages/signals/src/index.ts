export { basis, basisDefaults, type BasisOptions } from './basis/basis';
export { bookImbalance, bookImbalanceDefaults, type BookImbalanceOptions } from './book-imbalance/book-imbalance';
export type { BarOrigin } from './engine/book-bars';
export type { MarketModel } from './engine/market-model';
export type { PriceSource } from './engine/price-source';
export { crossMarketEngine, signalEngine } from './engine/signal-engine';
export { funding, fundingDefaults, type FundingOptions } from './funding/funding';
export type { FundingWeights } from './funding/funding-weights';
export { leadLag, leadLagDefaults, type LeadLagOptions } from './lead-lag/lead-lag';
export {
  liquidationPressure,
  liquidationPressureDefaults,
  type LiquidationPressureOptions,
} from './liquidation-pressure/liquidation-pressure';
export { liquidity, liquidityDefaults, type LiquidityOptions } from './liquidity/liquidity';
export { meanReversion, meanReversionDefaults, type MeanReversionOptions } from './mean-reversion/mean-reversion';
export { momentum, momentumDefaults, type MomentumOptions } from './momentum/momentum';
export type { MomentumHorizon } from './momentum/momentum-horizon';
export { openInterest, openInterestDefaults, type OpenInterestOptions } from './open-interest/open-interest';
export { scoreBoard } from './score-board/score-board';
export { ScoreHistory, type ScoreHistoryOptions, type ScoreSeries } from './score-board/score-history';
export { scoresOfMarket } from './score-board/scores-of-market';
export { scoresOfSignal } from './score-board/scores-of-signal';
export { tradeFlow, tradeFlowDefaults, type TradeFlowOptions } from './trade-flow/trade-flow';
export { trend, trendDefaults, type TrendOptions } from './trend/trend';
export type { VolatilityEstimator } from './volatility/variance-reader';
export { volatility, volatilityDefaults, type VolatilityOptions } from './volatility/volatility';
export { volume, volumeDefaults, type VolumeOptions } from './volume/volume';
