import { type MarketId } from '@perpstream/core';
import { type OpenStream, type OpenStreams } from './open-streams';

/** A stream of an order book: the name of its market, once for all of its frames, and what is known through it. */
export type KnownBook = {
  readonly connection: number;
  readonly marketId: MarketId;
  readonly stream: OpenStream | undefined;
};

/** More books than any socket pool carries; beyond them, nothing is remembered. */
const MAX_BOOKS = 4_096;

/** Finds the stream of a book by the bytes of its market's name, so that no text is made of them for each frame. */
export class KnownBooks {
  readonly #byHash = new Map<number, KnownBook>();

  constructor(private readonly streams: OpenStreams) {}

  /** The book that this connection carries under the name in `bytes`, ASCII, from `start` up to, not including, `end`. */
  find(connection: number, bytes: Uint8Array, start: number, end: number): KnownBook {
    let hash = connection | 0;
    for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    const known = this.#byHash.get(hash);
    if (known !== undefined && known.connection === connection && isNamed(known.marketId, bytes, start, end)) {
      return known;
    }
    const name = String.fromCharCode(...bytes.subarray(start, end));
    const stream = this.streams.at({ connection, channel: 'v4_orderbook', id: name });
    const book = { connection, marketId: name as MarketId, stream };
    if (known === undefined && this.#byHash.size < MAX_BOOKS) this.#byHash.set(hash, book);
    return book;
  }
}

function isNamed(name: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let at = 0; at < name.length; at += 1) if (name.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}
