export { Dema } from './math/average/dema';
export { Ema, type EmaSeed } from './math/average/ema';
export { Kama, type KamaOptions } from './math/average/kama';
export { Rma } from './math/average/rma';
export { Tema } from './math/average/tema';
export { Wma } from './math/average/wma';
export {
  typicalPriceUsd,
  type CloseVolume,
  type HighLow,
  type HighLowClose,
  type HighLowCloseVolume,
  type HighLowVolume,
  type OpenHighLowClose,
} from './math/bar-prices';
export { DecayedCovariance } from './math/decayed-covariance';
export { DecayedDeviation } from './math/decayed-deviation';
export { DecayedMean } from './math/decayed-mean';
export { DecayedQuantile } from './math/decayed-quantile';
export { DecayedRank } from './math/decayed-rank';
export { DecayedRate } from './math/decayed-rate';
export { DecayedSum } from './math/decayed-sum';
export { Cci } from './math/momentum/cci';
export { Macd } from './math/momentum/macd';
export { Ppo } from './math/momentum/ppo';
export { Roc } from './math/momentum/roc';
export { Rsi } from './math/momentum/rsi';
export type { OscillatorOptions } from './math/momentum/signal-line';
export { StochRsi } from './math/momentum/stoch-rsi';
export { Stochastic, type StochasticOptions } from './math/momentum/stochastic';
export { Tsi, type TsiOptions } from './math/momentum/tsi';
export { UltimateOscillator, type UltimateOscillatorOptions } from './math/momentum/ultimate-oscillator';
export { WilliamsR } from './math/momentum/williams-r';
export { ratioScore } from './math/ratio-score';
export { signedScore } from './math/signed-score';
export { Adx } from './math/trend/adx';
export { EfficiencyRatio } from './math/trend/efficiency-ratio';
export { ParabolicSar, type ParabolicSarOptions } from './math/trend/parabolic-sar';
export { ReversionHalfLife } from './math/trend/reversion-half-life';
export { SuperTrend, type SuperTrendOptions } from './math/trend/super-trend';
export { VarianceRatio } from './math/trend/variance-ratio';
export { Vortex } from './math/trend/vortex';
export { Atr } from './math/volatility/atr';
export { Bollinger, type BollingerOptions } from './math/volatility/bollinger';
export { Donchian } from './math/volatility/donchian';
export { Keltner, type KeltnerOptions } from './math/volatility/keltner';
export { Natr } from './math/volatility/natr';
export { RangeVolatility, type RangeEstimator } from './math/volatility/range-volatility';
export { RealizedVariance } from './math/volatility/realized-variance';
export { TrueRange } from './math/volatility/true-range';
export { UlcerIndex } from './math/volatility/ulcer-index';
export { AccumulationDistribution } from './math/volume/accumulation-distribution';
export { AnchoredVwap } from './math/volume/anchored-vwap';
export { ChaikinMoneyFlow } from './math/volume/chaikin-money-flow';
export { ChaikinOscillator, type ChaikinOscillatorOptions } from './math/volume/chaikin-oscillator';
export { EaseOfMovement } from './math/volume/ease-of-movement';
export { ForceIndex } from './math/volume/force-index';
export { MoneyFlowIndex } from './math/volume/money-flow-index';
export { OnBalanceVolume } from './math/volume/on-balance-volume';
export { RollingVwap } from './math/volume/rolling-vwap';
export { VolumePriceTrend } from './math/volume/volume-price-trend';
export { PercentileRank } from './math/window/percentile-rank';
export { RollingCorrelation } from './math/window/rolling-correlation';
export { RollingMean } from './math/window/rolling-mean';
export { RollingMinMax } from './math/window/rolling-min-max';
export { RollingQuantile } from './math/window/rolling-quantile';
export { RollingRegression } from './math/window/rolling-regression';
export { RollingSum } from './math/window/rolling-sum';
export { RollingVariance } from './math/window/rolling-variance';
export { RollingZScore } from './math/window/rolling-z-score';
