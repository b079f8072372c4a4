import { type AccountData, type Gap, type MarketData, type MarketId } from '@perpstream/core';

type MarketChannel = Gap['channel'];

/** What an interruption concerns: one market of one channel. */
export type Affected = { readonly channel: MarketChannel; readonly marketId: MarketId };

/** Where a stream comes from: a socket, a channel of the Indexer and an id, absent where the channel has none. */
export type StreamPlace = { readonly connection: number; readonly channel: string; readonly id?: string | undefined };

/** The markets known through one stream, and those of them that are in doubt. */
type OpenStream = {
  readonly channel: MarketChannel;
  readonly markets: Set<MarketId>;
  doubted: readonly MarketId[];
};

/** More than any socket carries: whoever makes up names does not fill the memory. */
const MAX_STREAMS = 4_096;
const MAX_MARKETS = 4_096;

const CHANNELS: ReadonlyMap<string, MarketChannel> = new Map([
  ['v4_orderbook', 'book'],
  ['v4_trades', 'trades'],
  ['v4_candles', 'candles'],
  ['v4_markets', 'markets'],
]);

/** Remembers which market came through which stream, so that what happens to the stream can be told to each of them. */
export class OpenStreams {
  #interruptions = 0;
  readonly #byConnection = new Map<number, Map<string, OpenStream>>();

  /** How often something was taken out: what was noted before may have to be noted again. */
  get interruptions(): number {
    return this.#interruptions;
  }

  /** Notes what came through a stream. */
  note(place: StreamPlace, events: readonly (MarketData | AccountData)[]): void {
    for (const event of events) if ('marketId' in event) this.noteMarket(place, event.marketId);
  }

  /** Notes that something of this market came through a stream. */
  noteMarket(place: StreamPlace, marketId: MarketId): void {
    const stream = this.#at(place);
    if (stream !== undefined && stream.markets.size < MAX_MARKETS) stream.markets.add(marketId);
  }

  /** The stream is live: its market counts as known, and what was in doubt is not any more. */
  trust(place: StreamPlace): readonly Affected[] {
    const stream = this.#at(place);
    if (stream === undefined) return [];
    const [, ticker] = /^([!-.0-~]+)(?:\/|$)/.exec(place.id ?? '') ?? [];
    if (stream.channel !== 'markets' && ticker !== undefined) stream.markets.add(ticker as MarketId);
    const { doubted } = stream;
    stream.doubted = [];
    return affectedOf(stream.channel, doubted);
  }

  /** The stream may miss messages: what is known through it and was not in doubt yet. */
  doubt(place: StreamPlace): readonly Affected[] {
    const stream = this.#at(place);
    if (stream === undefined || stream.doubted.length > 0) return [];
    stream.doubted = [...stream.markets];
    return affectedOf(stream.channel, stream.doubted);
  }

  /** Takes out what was known through this stream and is not known through another socket as well. */
  take(place: StreamPlace): readonly Affected[] {
    const stream = this.#byConnection.get(place.connection)?.get(keyOf(place));
    return stream === undefined ? [] : this.#takeFrom(keyOf(place), stream);
  }

  /** Takes out everything that came through that connection, in the order in which it was first seen per channel. */
  takeAll(connection: number): readonly Affected[] {
    const lost = new Map<MarketChannel, Set<MarketId>>();
    for (const [key, stream] of this.#byConnection.get(connection) ?? []) {
      const markets = lost.get(stream.channel) ?? new Set();
      lost.set(stream.channel, markets);
      for (const { marketId } of this.#takeFrom(key, stream)) markets.add(marketId);
    }
    return [...lost].flatMap(([channel, markets]) => affectedOf(channel, [...markets]));
  }

  /** The stream at this place; none for channels that tell of no market. */
  #at(place: StreamPlace): OpenStream | undefined {
    const key = keyOf(place);
    let streams = this.#byConnection.get(place.connection);
    let stream = streams?.get(key);
    if (stream !== undefined) return stream;
    const channel = CHANNELS.get(place.channel);
    if (channel === undefined || (streams?.size ?? 0) >= MAX_STREAMS) return undefined;
    if (streams === undefined) this.#byConnection.set(place.connection, (streams = new Map<string, OpenStream>()));
    stream = { channel, markets: new Set(), doubted: [] };
    streams.set(key, stream);
    return stream;
  }

  #takeFrom(key: string, stream: OpenStream): readonly Affected[] {
    this.#interruptions += 1;
    const known = [...stream.markets];
    stream.markets.clear();
    stream.doubted = [];
    const others = [...this.#byConnection.values()].map((streams) => streams.get(key)?.markets);
    const isAlone = (marketId: MarketId): boolean => !others.some((markets) => markets?.has(marketId));
    return affectedOf(stream.channel, known.filter(isAlone));
  }
}

function keyOf({ channel, id }: StreamPlace): string {
  return id === undefined ? channel : `${channel} ${id}`;
}

function affectedOf(channel: MarketChannel, markets: readonly MarketId[]): readonly Affected[] {
  return markets.map((marketId) => ({ channel, marketId }));
}
