import {
  midPriceUsd,
  spreadBps,
  type DataQuality,
  type MarketId,
  type MarketStatus,
  type ProcessedMarketData,
  type QualityLevel,
  type SignalScores,
  type UnixMs,
} from '@perpstream/core';
import { rowOf, withRow, type RowTable } from './row-table';

/** What is shown of one market. Fields are absent until they were stated. */
export type MarketView = {
  readonly marketId: MarketId;
  readonly midUsd?: number;
  readonly spreadBps?: number;
  /** Receive time of the newest book or trade. */
  readonly dataMs?: UnixMs;
  readonly quality?: {
    readonly level: QualityLevel;
    /** 0 (worthless) to 1 (as good as it gets). */
    readonly value: number;
    readonly reason: string;
  };
  /** Comparisons of the book with the REST interface, and how many wrong levels they corrected. */
  readonly audits?: { readonly count: number; readonly correctedLevels: number; readonly latestMs: UnixMs };
  readonly scores: SignalScores['scores'];
  readonly status?: MarketStatus;
  readonly oraclePriceUsd?: number;
  readonly nextFundingRate1h?: number;
  readonly volume24hUsd?: number;
};

/** The rows of all markets in order of appearance. */
export type MarketTable = RowTable<MarketId, MarketView>;

/** A table without markets. */
export const emptyMarketTable: MarketTable = { rows: [], index: new Map() };

/** The row of a market, undefined when nothing was heard of it. */
export function marketView(table: MarketTable, marketId: MarketId): MarketView | undefined {
  return rowOf(table, marketId);
}

/** The table after one processed event of a market. */
export function withMarketData(table: MarketTable, event: ProcessedMarketData): MarketTable {
  const change = changeOf(table, event);
  return change === undefined ? table : withChange(table, event.marketId, change);
}

/** The table after one vector of scores; a signal that is no longer in it has withdrawn its score. */
export function withScores(table: MarketTable, { marketId, scores }: SignalScores): MarketTable {
  return withChange(table, marketId, { scores });
}

function changeOf(table: MarketTable, event: ProcessedMarketData): Partial<MarketView> | undefined {
  switch (event.kind) {
    case 'book':
      return { midUsd: midPriceUsd(event.top), spreadBps: spreadBps(event.top), dataMs: event.receivedMs };
    case 'flow':
      return { dataMs: event.receivedMs };
    case 'quality':
      return qualityChange(marketView(table, event.marketId), event);
    case 'context': {
      const { status, oraclePriceUsd, nextFundingRate1h, volume24hUsd } = event;
      return {
        status,
        ...(oraclePriceUsd !== undefined && { oraclePriceUsd }),
        ...(nextFundingRate1h !== undefined && { nextFundingRate1h }),
        ...(volume24hUsd !== undefined && { volume24hUsd }),
      };
    }
    case 'status-change':
      return { status: event.to };
    case 'flow-window':
    case 'forced-flow':
    case 'bar':
      return undefined;
  }
}

function qualityChange(before: MarketView | undefined, event: DataQuality): Partial<MarketView> {
  const { level, quality: value, reason, lastAudit } = event;
  const quality = { level, value, reason };
  if (lastAudit === undefined || lastAudit.receivedMs === before?.audits?.latestMs) return { quality };
  const { count, correctedLevels } = before?.audits ?? { count: 0, correctedLevels: 0 };
  const audits = {
    count: count + 1,
    correctedLevels: correctedLevels + lastAudit.wrongLevels,
    latestMs: lastAudit.receivedMs,
  };
  return { quality, audits };
}

function withChange(table: MarketTable, marketId: MarketId, change: Partial<MarketView>): MarketTable {
  return withRow(table, marketId, { ...(marketView(table, marketId) ?? { marketId, scores: {} }), ...change });
}
