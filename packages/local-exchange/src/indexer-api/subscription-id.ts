import { isResolution } from '../venue/resolution';
import type { VenueState } from '../venue/venue-state';
import type { Channel } from './channel';

const PARENT_SUBACCOUNTS = 128;
const SUBACCOUNTS = 128_000;

/** Whether a channel can be subscribed with this id: a known ticker, `TICKER/RESOLUTION`, `ADDRESS/NUMBER`. */
export function isValidSubscriptionId(channel: Channel, id: string, state: VenueState): boolean {
  switch (channel) {
    case 'v4_markets':
    case 'v4_block_height':
      return true;
    case 'v4_orderbook':
    case 'v4_trades':
      return state.hasMarket(id);
    case 'v4_candles': {
      const [ticker = '', resolution, ...rest] = id.split('/');
      return rest.length === 0 && isResolution(resolution) && state.hasMarket(ticker);
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
