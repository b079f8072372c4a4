import { decodeInputs } from '@perpstream/connection';
import {
  midPriceUsd,
  spreadBps,
  type AuditEvent,
  type BookUpdate,
  type DataQuality,
  type FaultSink,
  type Input,
  type MarketContext,
  type MarketId,
  type UnixMs,
} from '@perpstream/core';
import { processMarketData } from '@perpstream/data';
import { filter, map } from 'rxjs';
import { isMarketData } from '../compose-guards';
import { type BotConfig } from '../config/config-schema';
import { Pipeline } from '../run/pipeline';
import { DEPTH_BPS, rowOfFacts, type MarketRow } from './market-row';

type Watched = { book?: BookUpdate; context?: MarketContext; quality?: DataQuality };

/** What the live inputs say of markets: the same books, contexts and qualities that the bot works with. */
export class MarketWatch {
  readonly #markets = new Map<MarketId, Watched>();
  readonly #pipeline: Pipeline;
  #failure: Error | undefined;

  constructor({ data }: Pick<BotConfig, 'data'>, faults: FaultSink) {
    this.#pipeline = new Pipeline(
      (scheduler) => (inputs$) =>
        inputs$.pipe(
          decodeInputs({ faults }),
          filter(isMarketData),
          processMarketData({ ...data, scheduler, faults }),
          map((event): AuditEvent => ({ topic: 'data', event })),
        ),
      {
        input: () => undefined,
        audit: (audit) => this.#learn(audit),
        failure: (error) => (this.#failure = error instanceof Error ? error : new Error(String(error))),
      },
    );
  }

  /** @throws Error when an invariant of the core broke */
  handle(input: Input): void {
    this.#pipeline.handle(input);
    if (this.#failure !== undefined) throw this.#failure;
  }

  stop(): void {
    this.#pipeline.stop();
  }

  /** The rows of these markets as they are at `nowMs`. */
  rows(markets: readonly MarketId[], nowMs: UnixMs): readonly MarketRow[] {
    return markets.map((market) => {
      const { book, context, quality } = this.#markets.get(market) ?? {};
      return { ...rowOfFacts(market, context ?? {}), ...bookPart(book, nowMs), ...qualityPart(quality) };
    });
  }

  #learn({ topic, event }: AuditEvent): void {
    if (topic !== 'data') return;
    if (event.kind !== 'book' && event.kind !== 'context' && event.kind !== 'quality') return;
    const known = this.#markets.get(event.marketId) ?? {};
    this.#markets.set(event.marketId, { ...known, [event.kind]: event });
  }
}

function bookPart(book: BookUpdate | undefined, nowMs: UnixMs): Partial<MarketRow> {
  if (book === undefined) return {};
  return {
    midUsd: midPriceUsd(book.top),
    spreadBps: spreadBps(book.top),
    bidDepthUsd: book.view.depthUsd('bids', DEPTH_BPS),
    askDepthUsd: book.view.depthUsd('asks', DEPTH_BPS),
    ageMs: Math.max(0, nowMs - book.receivedMs),
  };
}

function qualityPart(quality: DataQuality | undefined): Partial<MarketRow> {
  if (quality === undefined) return {};
  const { level, lastAudit } = quality;
  return { level, quality: quality.quality, ...(lastAudit && { wrongLevels: lastAudit.wrongLevels }) };
}
