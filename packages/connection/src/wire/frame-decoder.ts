import {
  unixMs,
  type AccountData,
  type BookChange,
  type FaultSink,
  type Frame,
  type MarketData,
} from '@perpstream/core';
import { KnownBooks } from '../state/known-books';
import { type OpenStreams } from '../state/open-streams';
import { BookScanner } from './book-scanner';
import { decodeFrame, frameName } from './decode-frame';
import { type Fields } from './fields';
import { type ListedMarkets } from './listed-markets';
import { type MessageAudit } from './message-audit';
import { type OddCounter } from './odd-counter';

type LoggedFrame = Frame & { readonly seq: number };
type Events = readonly (MarketData | AccountData)[];

/** What the decoding of all frames of one run has in common. */
export type FrameDecoderOptions = {
  readonly faults: FaultSink;
  readonly streams: OpenStreams;
  readonly listed: ListedMarkets;
  readonly audit: MessageAudit;
  readonly odd: OddCounter;
};

const NOTHING: Events = [];

/** Decodes the frames of a run one after another, and remembers what the later ones need of the earlier ones. */
export class FrameDecoder {
  /** Updates of books that were read from their text, and those that were left to JSON. */
  readonly counts: { scanned: number; parsed: number } = { scanned: 0, parsed: 0 };
  readonly #scanner = new BookScanner();
  readonly #books: KnownBooks;
  /** Several streams of blocks, one per socket, tell each block once. */
  #height = -Infinity;

  constructor(private readonly options: FrameDecoderOptions) {
    this.#books = new KnownBooks(options.streams);
  }

  /** The change of a book that this frame is, read without JSON; undefined when it is anything else. */
  scan(frame: LoggedFrame): BookChange | undefined {
    const scanner = this.#scanner;
    if (!scanner.scan(frame.text)) return undefined;
    const { audit } = this.options;
    const { connection, receivedUs, seq } = frame;
    if (audit.isWatching(connection)) audit.noteId(frame, scanner.messageId);
    const marketId = this.#books.marketOf(connection, scanner.bytes, scanner.idStart, scanner.idEnd);
    this.counts.scanned += 1;
    const levels = scanner.takeLevels();
    return { kind: 'book-change', marketId, receivedMs: unixMs(receivedUs / 1_000), cause: seq, levels };
  }

  /** The events of a frame, or none and a fault. */
  decode(frame: LoggedFrame): Events {
    const { faults, streams, audit, odd } = this.options;
    const { envelope, decoded } = decodeFrame(frame, odd);
    audit.note(frame, envelope);
    if (envelope.channel === 'v4_orderbook' && envelope.type !== 'subscribed') this.counts.parsed += 1;
    if (!decoded.ok) {
      odd.drop();
      faults.report(decoded.fault);
      return NOTHING;
    }
    odd.settle(envelope.channel ?? envelope.type, frame, () => frameName(frame, envelope));
    const events = this.#completed(envelope, decoded.value, frame);
    if (events.length > 0) streams.note({ connection: frame.connection, ...nameOf(envelope) }, events);
    return events;
  }

  #completed({ channel, type, contents }: Fields, events: Events, frame: LoggedFrame): Events {
    if (channel === 'v4_block_height') return events.filter((event) => this.#isNews(event));
    if (channel !== 'v4_markets') return events;
    const { listed } = this.options;
    if (type !== 'subscribed') {
      listed.note(events);
      return events;
    }
    const { markets } = contents as { readonly markets?: object };
    const stamp = { receivedMs: unixMs(frame.receivedUs / 1_000), cause: frame.seq };
    return [...events, ...listed.replace(Object.keys(markets ?? {}), stamp)];
  }

  #isNews(event: Events[number]): boolean {
    if (event.kind !== 'block' || event.height <= this.#height) return false;
    this.#height = event.height;
    return true;
  }
}

/** The stream as its frame names it; what is no text (of a channel without ids) names nothing. */
function nameOf({ channel, id }: Fields): { readonly channel: string; readonly id: string | undefined } {
  return { channel: String(channel), id: typeof id === 'string' ? id : undefined };
}
