import type { CandleResolution } from '@perpstream/core';
import type { VenueState } from '../venue/venue-state';
import type { Channel } from './channel';

/** A subaccount that does not exist yet can be subscribed to all the same. */
const NEVER_HELD_ANYTHING = {};

/**
 * The `contents` of a `subscribed` message, made from the state as it is now. Undefined when there is nothing to answer
 * with, as before the first block.
 */
export function snapshotContents(channel: Channel, id: string, state: VenueState): object | undefined {
  switch (channel) {
    case 'v4_markets':
      return { markets: Object.fromEntries(state.markets()) };
    case 'v4_orderbook':
      return state.book(id);
    case 'v4_trades':
      return { trades: state.trades(id) };
    case 'v4_candles': {
      const [ticker = '', resolution] = id.split('/');
      return { candles: state.candles(ticker, resolution as CandleResolution) };
    }
    case 'v4_block_height':
      return state.height();
    case 'v4_subaccounts': {
      const [address = '', number] = id.split('/');
      return state.accounts.snapshot(address, Number(number)) ?? NEVER_HELD_ANYTHING;
    }
    case 'v4_parent_subaccounts': {
      const [address = '', number] = id.split('/');
      return state.accounts.parentSnapshot(address, Number(number)) ?? NEVER_HELD_ANYTHING;
    }
  }
}
