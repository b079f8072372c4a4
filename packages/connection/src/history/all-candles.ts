import { CANDLE_MS, unixMs, type Candle, type CandleResolution, type MarketId, type UnixMs } from '@perpstream/core';
import { callOf } from '../rest/call-of';
import { type IndexerRest, type RestCall } from '../rest/indexer-rest';
import { LARGEST_LIMIT } from '../rest/rest-paths';

/** Which candles to get: those that start in [`fromMs`, `toMs`). */
export type AllCandlesOptions = RestCall & {
  readonly rest: Pick<IndexerRest, 'candles'>;
  readonly marketId: MarketId;
  readonly resolution: CandleResolution;
  readonly fromMs: UnixMs;
  readonly toMs: UnixMs;
  /** Candles per request, 1..1000. Default 1,000. */
  readonly pageSize?: number;
};

/**
 * All candles of a market in a range, oldest first, each once, page by page as they are asked for. The newest one may still
 * be open. A candle that the Indexer does not have is missing here too: see `downloadHistory` for a report of gaps.
 *
 * @throws IndexerRestError when the Indexer does not answer
 * @example for await (const { closeUsd } of allCandles({ rest, marketId, resolution: '1MIN', fromMs, toMs })) console.log(closeUsd);
 */
export async function* allCandles(options: AllCandlesOptions): AsyncGenerator<Candle> {
  for await (const { candles } of candlePages(options)) yield* candles;
}

/** The candles of one stretch of time, oldest first; all that start before `doneToMs` were given. */
type CandlePage = { readonly candles: readonly Candle[]; readonly doneToMs: UnixMs };

/** The same by stretches of as many candles as a page may hold. */
export async function* candlePages(options: AllCandlesOptions): AsyncGenerator<CandlePage> {
  const { resolution, fromMs, toMs, pageSize = LARGEST_LIMIT } = options;
  const stretchMs = pageSize * CANDLE_MS[resolution];
  const firstMs = Math.ceil(fromMs / CANDLE_MS[resolution]) * CANDLE_MS[resolution];
  for (let startMs = firstMs; startMs < toMs; startMs += stretchMs) {
    const endMs = unixMs(Math.min(toMs, startMs + stretchMs));
    yield { candles: await candlesBetween(options, unixMs(startMs), endMs), doneToMs: endMs };
  }
}

/**
 * Asks for one stretch until its first candle came or nothing more comes. The Indexer gives the newest candles first, so
 * whatever it leaves out of an answer lies before the oldest candle given: the next question ends exactly there. A
 * question that ends one candle earlier loses that candle.
 */
async function candlesBetween(options: AllCandlesOptions, startMs: UnixMs, endMs: UnixMs): Promise<readonly Candle[]> {
  const { rest, marketId, resolution, pageSize = LARGEST_LIMIT } = options;
  const call = callOf({ signal: options.signal, onAnswer: options.onAnswer });
  const byStart = new Map<number, Candle>();
  for (let toMs = endMs; toMs > startMs;) {
    const page = await rest.candles({ marketId, resolution, limit: pageSize, fromMs: startMs, toMs }, call);
    const fresh = page.filter(({ startedMs }) => startedMs >= startMs && startedMs < toMs);
    for (const candle of fresh) byStart.set(candle.startedMs, candle);
    const oldest = fresh[0];
    if (oldest === undefined) break;
    toMs = oldest.startedMs;
  }
  return [...byStart.values()].sort((a, b) => a.startedMs - b.startedMs);
}
