export { rank, type Candidate } from './allocation/rank';
export { selectMarkets, type PlaceCandidate } from './allocation/select-markets';
export type { Direction, Exposure } from './hysteresis/exposure';
export { nextExposure, type ConfidenceBands, type DirectionConfidence } from './hysteresis/next-exposure';
export { confidenceOf } from './momentum/confidence-of';
export type { MomentumStrategyOptions } from './momentum/momentum-options';
export { momentumStrategy } from './momentum/momentum-strategy';
export { momentumWeights, type SignalRole, type SignalWeight, type SignalWeights } from './momentum/signal-weights';
export { mayEnter, type MarketCondition, type UniverseBounds } from './universe/may-enter';
