export { BTC, ETH, marketRules } from './builders/markets';
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
export { describeSignalContract } from './contracts/describe-signal-contract';
export { describeStrategyContract } from './contracts/describe-strategy-contract';
export { feedContract } from './contracts/feed-contract';
export type { FeedSubject, OpenableFeed } from './contracts/feed-subject';
export { signalContract } from './contracts/signal-contract';
export type { SignalSubject } from './contracts/signal-subject';
export { strategyContract } from './contracts/strategy-contract';
export type { StrategySubject } from './contracts/strategy-subject';
export { collectFaults, type CollectedFaults } from './faults/collect-faults';
export { replayEvents, type Replay, type ReplayOptions } from './replay/replay-events';
