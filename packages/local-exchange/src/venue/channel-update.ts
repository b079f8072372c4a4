import type { IndexerSubaccountChange } from './account-shapes';
import type {
  IndexerBlock,
  IndexerBookChange,
  IndexerCandle,
  IndexerMarketsChange,
  IndexerTrades,
} from './indexer-shapes';

/**
 * One update of one channel: what a single `channel_data` message carries. `id` is the ticker, `TICKER/RESOLUTION` for
 * candles, `ADDRESS/NUMBER` for subaccounts, and the name of the channel for v4_markets and v4_block_height.
 */
export type ChannelUpdate =
  | { readonly channel: 'v4_orderbook'; readonly id: string; readonly contents: IndexerBookChange }
  | { readonly channel: 'v4_trades'; readonly id: string; readonly contents: IndexerTrades }
  | { readonly channel: 'v4_candles'; readonly id: string; readonly contents: IndexerCandle }
  | { readonly channel: 'v4_markets'; readonly id: 'v4_markets'; readonly contents: IndexerMarketsChange }
  | { readonly channel: 'v4_subaccounts'; readonly id: string; readonly contents: IndexerSubaccountChange }
  | { readonly channel: 'v4_block_height'; readonly id: 'v4_block_height'; readonly contents: IndexerBlock };
