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

/** The streams of one connection: by channel, then by id. */
type Streams = Map<string, Map<string | undefined, OpenStream>>;

/** Remembers which market came through which stream, so that what happens to the stream can be told to each of them. */
export class OpenStreams {
  #interruptions = 0;
  readonly #byConnection = new Map<number, Streams>();

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
    const stream = this.#byConnection.get(place.connection)?.get(place.channel)?.get(place.id);
    return stream === undefined ? [] : this.#takeFrom(place, stream);
  }

  /** Takes out everything that came through that connection, in the order in which it was first seen per channel. */
  takeAll(connection: number): readonly Affected[] {
    return [...(this.#byConnection.get(connection) ?? [])].flatMap(([channel, streams]) => {
      const affected = [...streams].flatMap(([id, stream]) => this.#takeFrom({ connection, channel, id }, stream));
      // Candles of several lengths are one loss of their market.
      return [...new Map(affected.map((one) => [one.marketId, one])).values()];
    });
  }

  #takeFrom({ channel, id }: StreamPlace, stream: OpenStream): readonly Affected[] {
    this.#interruptions += 1;
    const known = [...stream.markets];
    stream.markets.clear();
    stream.doubted = [];
    const others = [...this.#byConnection.values()].map((streams) => streams.get(channel)?.get(id)?.markets);
    const isAlone = (marketId: MarketId): boolean => !others.some((markets) => markets?.has(marketId));
    return affectedOf(stream.channel, known.filter(isAlone));
  }

  /** The stream at this place; none for channels that tell of no market. */
  #at({ connection, channel, id }: StreamPlace): OpenStream | undefined {
    const known = this.#byConnection.get(connection)?.get(channel)?.get(id);
    return known ?? this.#opened(connection, channel, id);
  }

  #opened(connection: number, channel: string, id: string | undefined): OpenStream | undefined {
    const marketChannel = CHANNELS.get(channel);
    if (marketChannel === undefined) return undefined;
    const ofConnection: Streams = this.#byConnection.get(connection) ?? new Map<string, Map<string, OpenStream>>();
    const ofChannel = ofConnection.get(channel) ?? new Map<string | undefined, OpenStream>();
    if (ofChannel.size >= MAX_STREAMS) return undefined;
    const stream: OpenStream = { channel: marketChannel, markets: new Set(), doubted: [] };
    this.#byConnection.set(connection, ofConnection.set(channel, ofChannel.set(id, stream)));
    return stream;
  }
}

function affectedOf(channel: MarketChannel, markets: readonly MarketId[]): readonly Affected[] {
  return markets.map((marketId) => ({ channel, marketId }));
}
