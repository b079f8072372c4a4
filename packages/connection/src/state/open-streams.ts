import { type AccountData, type Gap, type MarketData, type MarketId } from '@perpstream/core';

type Channel = Gap['channel'];

/** A stream that came through one connection. */
export type OpenStream = { readonly channel: Channel; readonly marketId: MarketId };

const CHANNELS: { readonly [kind in MarketData['kind']]?: Channel } = {
  'book-snapshot': 'book',
  'book-change': 'book',
  trades: 'trades',
  candles: 'candles',
  oracle: 'markets',
  market: 'markets',
};

/** Remembers which market and channel came through which connection, so that its loss can be told to each of them. */
export class OpenStreams {
  readonly #byConnection = new Map<number, Map<Channel, Set<MarketId>>>();

  /** Notes that this event came through that connection. */
  note(connection: number, event: MarketData | AccountData): void {
    if (event.kind === 'block' || event.kind === 'account-data') return;
    const channel = CHANNELS[event.kind];
    if (channel === undefined) return;
    let channels = this.#byConnection.get(connection);
    if (channels === undefined) this.#byConnection.set(connection, (channels = new Map<Channel, Set<MarketId>>()));
    let markets = channels.get(channel);
    if (markets === undefined) channels.set(channel, (markets = new Set()));
    markets.add(event.marketId);
  }

  /** Takes out everything that came through that connection, in the order in which it was first seen per channel. */
  take(connection: number): readonly OpenStream[] {
    const channels = this.#byConnection.get(connection);
    this.#byConnection.delete(connection);
    if (channels === undefined) return [];
    return [...channels].flatMap(([channel, markets]) => [...markets].map((marketId) => ({ channel, marketId })));
  }
}
