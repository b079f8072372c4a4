import { PARENT_SUBACCOUNTS } from '../accounts/accounts-state';
import { isResolution } from '../venue/resolution';
import type { Channel } from './channel';
import type { KnownTickers } from './known-tickers';

const SUBACCOUNTS = 128_000;

/** Whether a channel can be subscribed with this id: a known ticker, `TICKER/RESOLUTION`, `ADDRESS/NUMBER`. */
export function isValidSubscriptionId(channel: Channel, id: string, tickers: KnownTickers): boolean {
  switch (channel) {
    case 'v4_markets':
    case 'v4_block_height':
      return true;
    case 'v4_orderbook':
    case 'v4_trades':
      return tickers.has(id);
    case 'v4_candles': {
      const [ticker = '', resolution, ...rest] = id.split('/');
      return rest.length === 0 && isResolution(resolution) && tickers.has(ticker);
    }
    case 'v4_subaccounts':
      return isSubaccount(id, SUBACCOUNTS);
    case 'v4_parent_subaccounts':
      return isSubaccount(id, PARENT_SUBACCOUNTS);
  }
}

function isSubaccount(id: string, bound: number): boolean {
  const match = /^[^/]*\/(\d+)$/.exec(id);
  return match !== null && Number(match[1]) < bound;
}
