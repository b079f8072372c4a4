import { type ListedMarket } from '@perpstream/connection';
import { type MarketId } from '@perpstream/core';
import { type BotConfig } from '../config/config-schema';
import { nearestName } from '../config/nearest-name';
import { UsageError } from '../errors';

/**
 * The markets to trade: the ones named, or the active ones with the largest 24 h volume, or all active ones.
 *
 * @throws UsageError one line, when a named market does not exist (with the nearest name) or none is active
 */
export function chooseMarkets(
  wanted: BotConfig['markets'],
  listed: readonly ListedMarket[],
  network: string,
): readonly MarketId[] {
  if (typeof wanted === 'object' && !('top' in wanted)) return wanted.map((ticker) => named(ticker, listed, network));
  const active = listed
    .filter(({ facts }) => facts.status === 'ACTIVE')
    .sort((a, b) => (b.facts.volume24hUsd ?? 0) - (a.facts.volume24hUsd ?? 0) || a.marketId.localeCompare(b.marketId));
  if (active.length === 0) throw new UsageError(`${network} lists no active market; choose another --network`);
  return active.slice(0, wanted === 'all' ? active.length : wanted.top).map(({ marketId }) => marketId);
}

function named(ticker: string, listed: readonly ListedMarket[], network: string): MarketId {
  const found = listed.find(({ marketId }) => marketId === ticker);
  if (found !== undefined) return found.marketId;
  const nearest = nearestName(
    ticker,
    listed.map(({ marketId }) => marketId),
  );
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  throw new UsageError(`markets: ${ticker} does not exist on ${network}${hint}`);
}
