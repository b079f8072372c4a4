/** The channels of the Indexer's WebSocket, with the version of their data messages and the cap per connection. */
const CHANNELS = {
  v4_markets: { version: '1.0.0', limit: 32 },
  v4_orderbook: { version: '1.0.0', limit: 32 },
  v4_trades: { version: '2.1.0', limit: 32 },
  v4_candles: { version: '1.0.0', limit: 32 },
  v4_block_height: { version: '1.0.0', limit: 1 },
  v4_subaccounts: { version: '3.0.0', limit: 256 },
  v4_parent_subaccounts: { version: '3.0.0', limit: 256 },
} as const;

export type Channel = keyof typeof CHANNELS;

/** The names of all channels. */
export const CHANNEL_NAMES: readonly Channel[] = Object.keys(CHANNELS) as Channel[];

export function isChannel(name: unknown): name is Channel {
  return typeof name === 'string' && Object.hasOwn(CHANNELS, name);
}

/** Version that data messages of a channel carry. */
export function versionOf(channel: Channel): string {
  return CHANNELS[channel].version;
}

/** How many subscriptions of a channel one connection may have. */
export function subscriptionLimit(channel: Channel): number {
  return CHANNELS[channel].limit;
}

/** Whether a channel is asked for without an id; its updates then go by the name of the channel. */
export function hasDefaultId(channel: Channel): boolean {
  return channel === 'v4_markets' || channel === 'v4_block_height';
}

/** Envelopes of v4_markets carry no id. */
export function showsId(channel: Channel): boolean {
  return channel !== 'v4_markets';
}
