export { indexerFeed } from './indexer/indexer-feed';
export { indexerRest, type IndexerRest, type RestCall } from './rest/indexer-rest';
export { type IndexerRestOptions } from './rest/indexer-rest-options';
export { type ListedMarket } from './rest/market-answers';
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
export { type StreamStatus } from './streams/stream-record';
export { type StreamRequest } from './streams/stream-request';
export { decodeInputs, type Decoded } from './wire/decode-inputs';
