import { spreadBps, type AccountState, type Reason } from '@perpstream/core';
import type { MarketView } from '../portfolio/market-view';
import { universeRefusal } from '../universe/universe-refusal';
import type { QuoteOptions } from './quote-options';

/** The moment at which a market is to be quoted. */
export type QuoteMoment = {
  /** `top` is that of the others: without levels that are the account's own. */
  readonly market: MarketView;
  readonly account: AccountState | undefined;
  readonly nowMs: number;
};

function known(name: string, value: unknown): Reason | undefined {
  return value === undefined ? { name, value: 0, bound: 1 } : undefined;
}

/**
 * What stands against quoting a market, as a reason to print; undefined when nothing does. Quotes are open invitations, so
 * everything that a price is judged by must be known: the account, the oracle price, live data, the rules of the universe.
 */
export function quoteObstacle(
  { market, account, nowMs }: QuoteMoment,
  { universe, minSpreadBps }: Pick<QuoteOptions, 'universe' | 'minSpreadBps'>,
): Reason | undefined {
  const obstacle =
    known('account-known', account) ??
    universeRefusal(market, nowMs, universe) ??
    known('oracle-known', market.context?.oraclePriceUsd);
  if (obstacle !== undefined || market.top === undefined) return obstacle;
  const value = spreadBps(market.top);
  return value >= minSpreadBps ? undefined : { name: 'min-spread-bps', value, bound: minSpreadBps };
}
