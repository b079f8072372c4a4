import { type ListedMarket } from '@perpstream/connection';
import { type BookLevels } from '@perpstream/core';
import { DEPTH_BPS, rowOfFacts, type MarketRow } from './market-row';

const BPS = 10_000;

/** The row of a market as the REST interface tells it: without quality and age, which only a stream has. */
export function rowOfListing({ marketId, facts, oraclePriceUsd }: ListedMarket, book?: BookLevels): MarketRow {
  const row = rowOfFacts(marketId, { ...facts, ...(oraclePriceUsd !== undefined && { oraclePriceUsd }) });
  return book === undefined ? row : { ...row, ...bookPart(book) };
}

function bookPart({ count, isBid, pricesUsd, sizesBase }: BookLevels): Partial<MarketRow> {
  const levels = Array.from({ length: count }, (_, at) => ({
    isBid: isBid[at] === 1,
    priceUsd: pricesUsd[at] ?? NaN,
    sizeBase: sizesBase[at] ?? 0,
  }));
  const bidUsd = Math.max(...levels.filter((level) => level.isBid).map(({ priceUsd }) => priceUsd));
  const askUsd = Math.min(...levels.filter((level) => !level.isBid).map(({ priceUsd }) => priceUsd));
  // A book without one of its sides has no mid, one that crosses is none that can be traded on.
  if (!(bidUsd < askUsd && bidUsd > 0 && askUsd < Infinity)) return {};
  const midUsd = (bidUsd + askUsd) / 2;
  const widestUsd = (midUsd * DEPTH_BPS) / BPS;
  const depthUsd = (isBid: boolean): number =>
    levels
      .filter((level) => level.isBid === isBid && Math.abs(level.priceUsd - midUsd) <= widestUsd)
      .reduce((sum, { priceUsd, sizeBase }) => sum + priceUsd * sizeBase, 0);
  return {
    midUsd,
    spreadBps: ((askUsd - bidUsd) / midUsd) * BPS,
    bidDepthUsd: depthUsd(true),
    askDepthUsd: depthUsd(false),
  };
}
