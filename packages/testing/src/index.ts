export { BTC, ETH, marketRules } from './builders/markets';
export { marketHistory, type MarketHistoryOptions } from './builders/market-history';
export { marketWalk, type MarketWalkOptions } from './builders/market-walk';
export {
  barClosed,
  block,
  bookUpdate,
  clockSkew,
  dataQuality,
  flowWindow,
  forcedFlow,
  marketContext,
  statusChange,
  tradeFlow,
} from './builders/processed';
export { randomNumbers } from './builders/random-numbers';
export { staticBookView, type Level } from './builders/static-book-view';
export { accountState, orderIntent, position, signalScores, targetDecision } from './builders/trading';
export type { ContractCheck } from './contracts/contract-check';
export { describeFeedContract } from './contracts/describe-feed-contract';
export { describeNoLookahead } from './contracts/describe-no-lookahead';
export { describeSignalContract } from './contracts/describe-signal-contract';
export { describeStrategyContract } from './contracts/describe-strategy-contract';
export { describeWarmUp } from './contracts/describe-warm-up';
export { feedContract } from './contracts/feed-contract';
export type { FeedSubject, OpenableFeed } from './contracts/feed-subject';
export type { LookaheadSubject } from './contracts/lookahead-subject';
export { noLookahead } from './contracts/no-lookahead';
export type { Future } from './contracts/other-futures';
export { signalContract } from './contracts/signal-contract';
export type { SignalSubject } from './contracts/signal-subject';
export { strategyContract } from './contracts/strategy-contract';
export type { StrategySubject } from './contracts/strategy-subject';
export type { Timed } from './contracts/timed';
export { warmUpAgrees, warmUpDependence, type WarmUpRow } from './contracts/warm-up-dependence';
export type { WarmUpSubject } from './contracts/warm-up-subject';
export { collectFaults, type CollectedFaults } from './faults/collect-faults';
export { replayEvents, type Replay, type ReplayOptions } from './replay/replay-events';
