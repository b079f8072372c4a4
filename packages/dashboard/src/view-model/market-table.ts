import {
  midPriceUsd,
  spreadBps,
  type MarketId,
  type MarketStatus,
  type ProcessedMarketData,
  type QualityLevel,
  type SignalScores,
  type UnixMs,
} from '@perpstream/core';

/** What is shown of one market. Fields are absent until they were stated. */
export type MarketView = {
  readonly marketId: MarketId;
  readonly midUsd?: number;
  readonly spreadBps?: number;
  /** Receive time of the newest book or trade. */
  readonly dataMs?: UnixMs;
  readonly quality?: { readonly level: QualityLevel; readonly reason: string };
  readonly scores: SignalScores['scores'];
  readonly status?: MarketStatus;
  readonly oraclePriceUsd?: number;
  readonly nextFundingRate1h?: number;
  readonly volume24hUsd?: number;
};

/**
 * The rows of all markets in order of appearance. An update copies one array of references, which is far cheaper at
 * hundreds of markets than copying a `Map`.
 */
export type MarketTable = {
  readonly rows: readonly MarketView[];
  /** Position of each market in `rows`. */
  readonly index: ReadonlyMap<MarketId, number>;
};

/** A table without markets. */
export const emptyMarketTable: MarketTable = { rows: [], index: new Map() };

/** The row of a market, undefined when nothing was heard of it. */
export function marketView(table: MarketTable, marketId: MarketId): MarketView | undefined {
  const at = table.index.get(marketId);
  return at === undefined ? undefined : table.rows[at];
}

/** The table after one processed event of a market. */
export function withMarketData(table: MarketTable, event: ProcessedMarketData): MarketTable {
  const change = changeOf(event);
  return change === undefined ? table : withRow(table, event.marketId, change);
}

/** The table after one vector of scores; a signal that is no longer in it has withdrawn its score. */
export function withScores(table: MarketTable, { marketId, scores }: SignalScores): MarketTable {
  return withRow(table, marketId, { scores });
}

function changeOf(event: ProcessedMarketData): Partial<MarketView> | undefined {
  switch (event.kind) {
    case 'book':
      return { midUsd: midPriceUsd(event.top), spreadBps: spreadBps(event.top), dataMs: event.receivedMs };
    case 'flow':
      return { dataMs: event.receivedMs };
    case 'quality':
      return { quality: { level: event.level, reason: event.reason } };
    case 'context': {
      const { status, oraclePriceUsd, nextFundingRate1h, volume24hUsd } = event;
      return {
        status,
        ...(oraclePriceUsd !== undefined && { oraclePriceUsd }),
        ...(nextFundingRate1h !== undefined && { nextFundingRate1h }),
        ...(volume24hUsd !== undefined && { volume24hUsd }),
      };
    }
    case 'bar':
      return undefined;
  }
}

function withRow(table: MarketTable, marketId: MarketId, change: Partial<MarketView>): MarketTable {
  const at = table.index.get(marketId) ?? table.rows.length;
  const row = { ...(table.rows[at] ?? { marketId, scores: {} }), ...change };
  if (at < table.rows.length) return { rows: table.rows.with(at, row), index: table.index };
  return { rows: [...table.rows, row], index: new Map(table.index).set(marketId, at) };
}
