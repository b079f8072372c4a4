import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { marketId, type MarketId } from '@perpstream/core';

const QUOTES = /[-_]?(USDT|USDC|USD)$/;
const FULL_TICKER = /(?:^|_)([A-Za-z0-9]+-USD)(?:_|$)/;

/** The market that the description beside a file of `perpstream history` names. */
function describedMarket(path: string): string | undefined {
  if (!existsSync(`${path}.json`)) return undefined;
  const described = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as { readonly marketId?: unknown } | null;
  return typeof described?.marketId === 'string' ? described.marketId : undefined;
}

/**
 * The market of a data file: that of the description beside it (`<file>.json`), else a ticker in its name
 * (`dydx_BTC-USD_1MIN.csv`), else its name without a quote currency: `BTC.csv` and `BTCUSDT.csv.gz` are BTC-USD.
 */
export function marketOfFile(path: string): MarketId {
  const name = basename(path).replace(/\.csv(\.gz)?$/, '');
  return marketId(describedMarket(path) ?? FULL_TICKER.exec(name)?.[1] ?? `${name.replace(QUOTES, '')}-USD`);
}
