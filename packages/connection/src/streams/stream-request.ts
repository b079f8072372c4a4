import { CANDLE_RESOLUTIONS } from '../wire/candles';
import { type Channel } from '../wire/channel-frame';

/**
 * One stream of the Indexer. `id` is a ticker for `v4_orderbook` and `v4_trades`, `TICKER/RESOLUTION` for `v4_candles`,
 * `ADDRESS/NUMBER` for the subaccount channels, and absent for `v4_markets` and `v4_block_height`.
 */
export type StreamRequest = { readonly channel: Channel; readonly id?: string };

type ChannelRule = {
  /** Subscriptions that one connection may hold. */
  readonly cap: number;
  /** Whether 250 ms of updates come as one frame. Blocks and accounts are worth more at once than in bundles. */
  readonly batched: boolean;
  /** Place in the queue when many streams are asked for at once: what decisions need first comes first. */
  readonly rank: number;
  readonly idForm?: string;
  readonly isId: (id: string) => boolean;
};

const isTicker = (id: string): boolean => /^[^\s/]+$/.test(id);
const isSubaccount = (id: string): boolean => /^[^\s/]+\/\d+$/.test(id);
const isCandleId = (id: string): boolean => {
  const [ticker = '', resolution, ...rest] = id.split('/');
  return isTicker(ticker) && rest.length === 0 && CANDLE_RESOLUTIONS.some((known) => known === resolution);
};

/** @see v4-chain `indexer/services/socks/src/config.ts` for the caps */
const RULES: Readonly<Record<Channel, ChannelRule>> = {
  v4_markets: { cap: 32, batched: true, rank: 0, isId: () => false },
  v4_block_height: { cap: 1, batched: false, rank: 1, isId: () => false },
  v4_subaccounts: { cap: 256, batched: false, rank: 2, idForm: 'ADDRESS/NUMBER', isId: isSubaccount },
  v4_parent_subaccounts: { cap: 256, batched: false, rank: 2, idForm: 'ADDRESS/NUMBER', isId: isSubaccount },
  v4_orderbook: { cap: 32, batched: true, rank: 3, idForm: 'TICKER', isId: isTicker },
  v4_trades: { cap: 32, batched: true, rank: 4, idForm: 'TICKER', isId: isTicker },
  v4_candles: { cap: 32, batched: true, rank: 5, idForm: 'TICKER/RESOLUTION', isId: isCandleId },
};

/** The channels in the order in which their streams are asked for. */
export const CHANNELS: readonly Channel[] = (Object.keys(RULES) as Channel[]).toSorted(
  (left, right) => RULES[left].rank - RULES[right].rank,
);

/** How many subscriptions of a channel one connection may hold. */
export function connectionCap(channel: Channel): number {
  return RULES[channel].cap;
}

/** Place of a channel among those asked for at once, from 0. */
export function channelRank(channel: Channel): number {
  return RULES[channel].rank;
}

/** Whether the server publishes this channel under an id of the client's choice. */
function hasId(channel: Channel): boolean {
  return RULES[channel].idForm !== undefined;
}

/** Names a stream in tables and messages: `v4_orderbook BTC-USD`, `v4_markets`. */
export function streamName({ channel, id }: { readonly channel: string; readonly id?: string | undefined }): string {
  return id === undefined || id === channel ? channel : `${channel} ${id}`;
}

/** The message that asks for a stream. An id on `v4_markets` or `v4_block_height` would be answered and then stay silent. */
export function subscribeMessage({ channel, id }: StreamRequest): string {
  const { batched } = RULES[channel];
  return JSON.stringify({ type: 'subscribe', channel, ...(hasId(channel) ? { id } : {}), batched });
}

/** The message that ends a stream. */
export function unsubscribeMessage({ channel, id }: StreamRequest): string {
  return JSON.stringify({ type: 'unsubscribe', channel, ...(hasId(channel) ? { id } : {}) });
}

/**
 * Checks a stream request.
 *
 * @throws RangeError when the channel is unknown or the id has not the form of its channel
 */
export function assertStreamRequest({ channel, id }: StreamRequest): void {
  if (!Object.hasOwn(RULES, channel)) throw new RangeError(`streams: unknown channel "${channel}"`);
  const { idForm, isId } = RULES[channel];
  if (idForm === undefined && id !== undefined) throw new RangeError(`streams: ${channel} takes no id, was "${id}"`);
  if (idForm !== undefined && !isId(id ?? '')) {
    throw new RangeError(`streams: ${channel} needs an id of the form ${idForm}, was "${id ?? ''}"`);
  }
}
