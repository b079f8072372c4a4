import type { ChannelUpdate } from '../venue/channel-update';
import type { IndexerBook, IndexerCandle, IndexerHeight, IndexerMarket, IndexerTrade } from '../venue/indexer-shapes';
import type { VenueState } from '../venue/venue-state';
import { readFrame, type RecordedMessage } from './read-frame';

type Snapshot = Extract<RecordedMessage, { kind: 'snapshot' }>;
type Updates = Extract<RecordedMessage, { kind: 'updates' }>;

/**
 * Applies a recorded frame to the state and returns the updates that subscribers need to follow: those of the frame,
 * or, for a snapshot in the middle of a recording, those that lead from the state before to the one after.
 *
 * @throws Error when the frame cannot be read; nothing follows from it then
 */
export function applyFrame(text: string, state: VenueState): readonly ChannelUpdate[] {
  const message = readFrame(text);
  switch (message.kind) {
    case 'other':
      return [];
    case 'updates':
      return applied(updatesOf(message), state);
    case 'snapshot':
      return applySnapshot(message, state);
  }
}

function applied(updates: readonly ChannelUpdate[], state: VenueState): readonly ChannelUpdate[] {
  for (const update of updates) state.apply(update);
  return updates;
}

function updatesOf({ channel, id, contents }: Updates): readonly ChannelUpdate[] {
  switch (channel) {
    case 'v4_parent_subaccounts':
      return [];
    default:
      // The contents are the exchange's own; a wrong shape shows when they are applied.
      return contents.map((one) => ({ channel, id, contents: one }) as ChannelUpdate);
  }
}

function applySnapshot({ channel, id, contents }: Snapshot, state: VenueState): readonly ChannelUpdate[] {
  switch (channel) {
    case 'v4_orderbook':
      return state.replaceBook(id, contents as IndexerBook).map((change) => ({ channel, id, contents: change }));
    case 'v4_trades':
      return applied(missedTrades(id, contents as { trades: readonly IndexerTrade[] }, state), state);
    case 'v4_candles':
      return applied(missedCandles(id, contents as { candles: readonly IndexerCandle[] }, state), state);
    case 'v4_markets': {
      const { markets } = contents as { markets: Readonly<Record<string, IndexerMarket>> };
      return applied([{ channel, id: channel, contents: { trading: markets } }], state);
    }
    case 'v4_block_height': {
      const { height, time } = contents as IndexerHeight;
      return applied([{ channel, id: channel, contents: { blockHeight: height, time } }], state);
    }
    case 'v4_subaccounts': {
      const change = state.accounts.replace(id, contents);
      return change === undefined ? [] : [{ channel, id, contents: change }];
    }
    case 'v4_parent_subaccounts':
      // What happens to children is on their own channel.
      return [];
  }
}

/** The trades of a snapshot that are not known yet, oldest first. */
function missedTrades(id: string, { trades }: { trades: readonly IndexerTrade[] }, state: VenueState): ChannelUpdate[] {
  const known = new Set(state.trades(id).map((trade) => trade.id));
  const missed = trades.filter((trade) => !known.has(trade.id)).reverse();
  return missed.length === 0 ? [] : [{ channel: 'v4_trades', id, contents: { trades: missed } }];
}

/** The candles of a snapshot from the newest known one on, oldest first. */
function missedCandles(
  id: string,
  { candles }: { candles: readonly IndexerCandle[] },
  state: VenueState,
): ChannelUpdate[] {
  const newest = state.newestCandle(id)?.startedAt ?? '';
  const missed = candles.filter(({ startedAt }) => startedAt >= newest).reverse();
  return missed.map((contents) => ({ channel: 'v4_candles', id, contents }));
}
