export { BTC, ETH, marketRules } from './builders/markets';
export { barClosed, block, bookUpdate, dataQuality, marketContext, tradeFlow } from './builders/processed';
export { staticBookView, type Level } from './builders/static-book-view';
export { accountState, orderIntent, position, signalScores, targetDecision } from './builders/trading';
export { collectFaults, type CollectedFaults } from './faults/collect-faults';
