import { type CandleResolution, type MarketId, type UnixMs } from '@perpstream/core';
import { CANDLE_RESOLUTIONS } from '../wire/candles';
import { type IndexerRest } from '../rest/indexer-rest';

/** What a download has got so far. */
export type DownloadProgress = {
  /** Rows in the file. */
  readonly rows: number;
  readonly fromMs: UnixMs;
  /** Everything before it is in the file. */
  readonly doneToMs: UnixMs;
  readonly toMs: UnixMs;
};

/** What to download, and where to. */
export type DownloadHistoryOptions = {
  readonly rest: Pick<IndexerRest, 'candles' | 'trades' | 'historicalFunding' | 'time' | 'health'>;
  readonly marketId: MarketId;
  /** The history of [`fromMs`, `toMs`). */
  readonly fromMs: UnixMs;
  readonly toMs: UnixMs;
  /** The file to write; its description goes to `<path>.json`. */
  readonly path: string;
  /** Rows per request, 1..1000. Default 1,000. */
  readonly pageSize?: number;
  /** Called after every piece that reached the file. */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Ends the download; it can be taken up again. */
  readonly signal?: AbortSignal;
} & ({ readonly kind: 'candles'; readonly resolution: CandleResolution } | { readonly kind: 'trades' | 'funding' });

/** @throws RangeError when an option is outside its bounds */
export function assertDownloadOptions(options: DownloadHistoryOptions): void {
  const { fromMs, toMs, path, kind } = options;
  if (!(fromMs < toMs)) throw new RangeError(`fromMs must be < toMs ${toMs}, was ${fromMs}`);
  if (path === '') throw new RangeError('path must name a file, was ""');
  if (kind === 'candles' && !CANDLE_RESOLUTIONS.includes(options.resolution)) {
    throw new RangeError(`resolution must be one of ${CANDLE_RESOLUTIONS.join(', ')}, was "${options.resolution}"`);
  }
}
