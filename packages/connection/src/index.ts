export { indexerFeed } from './indexer/indexer-feed';
export { accountReconciler, type AccountReconcilerOptions } from './account/account-reconciler';
export { allFills, type AllFillsOptions } from './account/all-fills';
export { allTransfers, type AllTransfersOptions } from './account/all-transfers';
export { mergeAccountData, type MergeAccountDataOptions } from './account/merge-account-data';
export { barAuditor } from './audit/bar-auditor';
export { bookAuditor } from './audit/book-auditor';
export { type MarketAuditorOptions } from './audit/market-auditor';
export { allCandles, type AllCandlesOptions } from './history/all-candles';
export { allFunding, type AllFundingOptions } from './history/all-funding';
export { allTrades, type AllTradesOptions } from './history/all-trades';
export { downloadHistory } from './history/download-history';
export { type DownloadHistoryOptions, type DownloadProgress } from './history/download-options';
export { type HistoryDescription } from './history/history-description';
export { type SubaccountRef } from './rest/account-paths';
export { indexerRest, type IndexerRest, type RestCall } from './rest/indexer-rest';
export { type IndexerRestOptions } from './rest/indexer-rest-options';
export { type ListedMarket, type ListedTrade, type FundingRate } from './rest/market-answers';
export { marketListKeeper, type MarketListKeeperOptions } from './rest/market-list-keeper';
export { serverTime, type ServerTime, type ServerTimeOptions } from './rest/server-time';
export { type CandleQuery } from './rest/rest-paths';
export { INDEXER_NETWORKS, indexerEndpoints, type IndexerEndpoints } from './indexer/networks';
export { IndexerRestError, isIndexerRestError, type IndexerRestFailure } from './rest/rest-error';
export { type IndexerFeedOptions } from './pool/feed-options';
export { type IndexerFeed } from './pool/indexer-feed-port';
export {
  recordingWriter,
  type RecordingWriter,
  type RecordingWriterOptions,
  type WrittenRecording,
} from './record/recording-writer';
export { paceInputs, type PaceInputsOptions, type ReplaySpeed } from './replay/pace-inputs';
export { readRecording, type ReadRecordingOptions } from './replay/read-recording';
export { replayFeed, type ReplayFeedOptions } from './replay/replay-feed';
export { type BackoffOptions } from './state/reconnect-policy';
export { trackBlocks, type TrackBlocksOptions } from './state/track-blocks';
export { type StreamStatus } from './streams/stream-record';
export { type StreamRequest } from './streams/stream-request';
export { decodeInputs, type Decoded } from './wire/decode-inputs';
