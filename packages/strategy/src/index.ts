export { allocate } from './allocation/allocate';
export { allocationDefaults, type AllocationMethod, type AllocationOptions } from './allocation/allocation-options';
export { rebalanceDefaults, type RebalanceOptions } from './allocation/rebalance-options';
export type { SizedIdea } from './allocation/sized-idea';
export type { ScoreWeights } from './cross-sectional/composite';
export { crossSectional } from './cross-sectional/cross-sectional';
export {
  crossSectionalDefaults,
  type CrossSectionalOptions,
  type CrossSectionalParameters,
} from './cross-sectional/cross-sectional-options';
export type { Neutrality } from './cross-sectional/exposure-of';
export type { DeskSeat } from './desk/desk-seat';
export { strategyDesk, type StrategyDeskOptions } from './desk/strategy-desk';
export { exitDefaults, type ExitOptions } from './exits/exit-options';
export { fundingCarry } from './funding-carry/funding-carry';
export {
  fundingCarryDefaults,
  type FundingCarryOptions,
  type FundingCarryParameters,
} from './funding-carry/funding-carry-options';
export { grid } from './grid/grid';
export { gridDefaults, type GridOptions, type GridRange, type GridTuning } from './grid/grid-options';
export type { ScoreBounds } from './hedged/score-bounds';
export type { Direction, Exposure } from './hysteresis/exposure';
export { hysteresisDefaults, type HysteresisOptions } from './hysteresis/hysteresis-options';
export { nextExposure, type ConfidenceBands, type DirectionConfidence } from './hysteresis/next-exposure';
export { marketMaker } from './market-maker/market-maker';
export {
  marketMakerDefaults,
  type MarketMakerOptions,
  type MarketMakerTuning,
} from './market-maker/market-maker-options';
export { meanReversion } from './mean-reversion/mean-reversion';
export {
  meanReversionDefaults,
  type MeanReversionOptions,
  type MeanReversionParameters,
} from './mean-reversion/mean-reversion-options';
export { momentumSniper } from './momentum-sniper/momentum-sniper';
export {
  momentumSniperDefaults,
  type MomentumSniperOptions,
  type MomentumSniperParameters,
} from './momentum-sniper/momentum-sniper-options';
export type { Vote, VoteRole, Votes } from './momentum-sniper/votes';
export { pairs } from './pairs/pairs';
export { pairsDefaults, type PairsOptions, type PairsParameters } from './pairs/pairs-options';
export { estimateDefaults, type EstimateOptions } from './portfolio/estimate-options';
export type { Idea, Leg } from './portfolio/idea';
export { marketModel, type MarketRating } from './portfolio/market-model';
export { MarketTable } from './portfolio/market-table';
export type { MarketView } from './portfolio/market-view';
export type { PortfolioModel, PortfolioView } from './portfolio/portfolio-model';
export {
  mergeRules,
  portfolioDefaults,
  timingDefaults,
  type PortfolioOptions,
  type PortfolioRules,
  type PortfolioStrategyOptions,
  type TimingOptions,
} from './portfolio/portfolio-options';
export { portfolioStrategy } from './portfolio/portfolio-strategy';
export type { CreateQuoteModel, Quote, QuoteModel, QuotePlan, QuoteSides, QuoteView } from './quotes/quote-model';
export {
  quoteDefaults,
  type PartialQuoteOptions,
  type QuoteOptions,
  type QuoteStrategyOptions,
} from './quotes/quote-options';
export { quoteStrategy } from './quotes/quote-strategy';
export { universeDefaults, type UniverseOptions } from './universe/universe-options';
export { universeRefusal } from './universe/universe-refusal';
