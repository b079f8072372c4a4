import { type MarketId } from '@perpstream/core';
import { type OpenStreams } from './open-streams';

/** A stream of an order book: its market by one text for all of its frames, and since which interruption it is noted. */
type KnownBook = { readonly connection: number; readonly marketId: MarketId; notedAt: number };

/** More books than any socket pool carries; beyond them, nothing is remembered. */
const MAX_BOOKS = 4_096;

/**
 * Finds the market of a book by the bytes of its name, so that no text is made of them for each frame, and sees to it
 * that its stream counts as open.
 */
export class KnownBooks {
  readonly #byHash = new Map<number, KnownBook>();

  constructor(private readonly streams: OpenStreams) {}

  /** The market that this connection carries under the name in `bytes`, ASCII, from `start` up to, not including, `end`. */
  marketOf(connection: number, bytes: Uint8Array, start: number, end: number): MarketId {
    const book = this.#find(connection, bytes, start, end);
    const { interruptions } = this.streams;
    if (book.notedAt !== interruptions) {
      book.notedAt = interruptions;
      this.streams.noteMarket({ connection, channel: 'v4_orderbook', id: book.marketId }, book.marketId);
    }
    return book.marketId;
  }

  #find(connection: number, bytes: Uint8Array, start: number, end: number): KnownBook {
    let hash = connection | 0;
    for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    const known = this.#byHash.get(hash);
    if (known !== undefined && known.connection === connection && isNamed(known.marketId, bytes, start, end)) {
      return known;
    }
    const marketId = String.fromCharCode(...bytes.subarray(start, end)) as MarketId;
    const book = { connection, marketId, notedAt: -1 };
    if (known === undefined && this.#byHash.size < MAX_BOOKS) this.#byHash.set(hash, book);
    return book;
  }
}

function isNamed(name: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let at = 0; at < name.length; at += 1) if (name.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}
