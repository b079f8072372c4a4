import { type MarketRow } from './market-row';

/** What a table of markets can be sorted by. */
export const MARKET_ORDERS = ['volume', 'spread', 'funding', 'quality'] as const;

/** `volume`: largest first, `spread`: narrowest first, `funding`: largest first, whoever pays, `quality`: worst first. */
export type MarketOrder = (typeof MARKET_ORDERS)[number];

/** What comes first has the smallest key; what is not known comes last. */
const KEYS: Readonly<Record<MarketOrder, (row: MarketRow) => number | undefined>> = {
  volume: ({ volume24hUsd }) => volume24hUsd && -volume24hUsd,
  spread: ({ spreadBps }) => spreadBps,
  funding: ({ fundingRate1h }) => fundingRate1h && -Math.abs(fundingRate1h),
  quality: ({ quality }) => quality,
};

/** The rows in this order, of equals by name. */
export function sortRows(rows: readonly MarketRow[], order: MarketOrder): readonly MarketRow[] {
  const key = (row: MarketRow): number => KEYS[order](row) ?? Infinity;
  return rows.toSorted((a, b) => {
    const [first, second] = [key(a), key(b)];
    return first === second ? a.market.localeCompare(b.market) : first < second ? -1 : 1;
  });
}
