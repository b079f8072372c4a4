import type { BookChange, BookSnapshot, BookUpdate, FaultSink, MarketEvent } from '@perpstream/core';
import type { Emit, MarketInput, MarketPart } from '../market-part';
import { OrderBook } from './order-book';

/** Keeps the book of one market and publishes it while it can be trusted and has two sides. */
export class MarketBook implements MarketPart {
  readonly #book: OrderBook;
  #isKnown = false;
  #isOneSided = false;

  constructor(
    maxLevelsPerSide: number,
    private readonly faults: FaultSink,
    private readonly emit: Emit<BookUpdate>,
  ) {
    this.#book = new OrderBook({ maxLevelsPerSide });
  }

  handle(event: MarketInput): void {
    if (event.kind === 'book-change') {
      // Without a snapshot below them, changes would show a book of single levels.
      if (this.#isKnown) this.#finish(event, this.#book.apply(event.levels));
    } else if (event.kind === 'book-snapshot') {
      this.#isKnown = true;
      this.#finish(event, this.#book.applySnapshot(event.levels));
    } else if (event.kind === 'gap' && event.channel === 'book') {
      this.#isKnown = false;
      this.#book.clear();
    }
  }

  #finish(event: BookSnapshot | BookChange, refusedLevels: number): void {
    if (refusedLevels > 0) this.#reportRefused(event, refusedLevels);
    const { top, view, hiddenLevels } = this.#book;
    if (top === undefined) {
      this.#reportOneSided(event);
      return;
    }
    this.#isOneSided = false;
    const { marketId, receivedMs, cause } = event;
    this.emit({ kind: 'book', marketId, receivedMs, cause, policy: 'age', top, view, hiddenLevels });
  }

  #reportRefused(event: BookSnapshot | BookChange, refusedLevels: number): void {
    const message = `${refusedLevels} of ${event.levels.count} levels refused: prices must be > 0, sizes >= 0, both finite`;
    this.#report('malformed-frame', message, event);
  }

  #reportOneSided(event: MarketEvent): void {
    if (this.#isOneSided) return;
    this.#isOneSided = true;
    const { bids, asks } = this.#book.view;
    const message =
      `${bids.count} bid and ${asks.count} ask levels left, ${this.#book.hiddenLevels} hidden as crossed: ` +
      'no book is published until both sides have levels';
    this.#report('one-sided-book', message, event);
  }

  #report(kind: 'malformed-frame' | 'one-sided-book', message: string, event: MarketEvent): void {
    const { marketId, receivedMs, cause } = event;
    this.faults.report({ kind, where: `book of ${marketId}`, message, marketId, receivedMs, cause });
  }
}
