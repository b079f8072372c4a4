import {
  unixMs,
  type AuditResult,
  type BookAudit,
  type BookChange,
  type BookSnapshot,
  type BookUpdate,
  type FaultKind,
  type FaultSink,
  type MarketId,
  type Stamp,
} from '@perpstream/core';
import type { Due, DueTimer } from '../due-timer';
import type { Emit, MarketInput, MarketPart } from '../market-part';
import type { BookAuditOutcome } from './book-audit-outcome';
import type { BookHealth } from './book-health';
import { OrderBook } from './order-book';
import type { OrderBookOptions } from './order-book-options';
import { countImpossible } from './possible-level';

/** Keeps the book of one market, repairs it, and publishes it while it can be trusted and has two sides. */
export class MarketBook implements MarketPart, BookHealth, Due {
  readonly #book: OrderBook;
  #lastAudit: AuditResult | undefined;
  #isKnown = false;
  #isDoubted = false;
  #isOneSided = false;
  #watchedMs = Infinity;
  #cause = 0;

  constructor(
    private readonly marketId: MarketId,
    options: OrderBookOptions,
    private readonly timer: DueTimer,
    private readonly faults: FaultSink,
    private readonly emit: Emit<BookUpdate>,
  ) {
    this.#book = new OrderBook(options);
  }

  get crossesRepaired(): number {
    return this.#book.crossesRepaired;
  }

  get knownLevels(): number {
    const { bids, asks } = this.#book.view;
    return Math.min(bids.count, asks.count);
  }

  get lastAudit(): AuditResult | undefined {
    return this.#lastAudit;
  }

  get dueMs(): number {
    return this.#book.evictDueMs;
  }

  handle(event: MarketInput): void {
    if (event.kind === 'book-change') {
      // Without a snapshot below them, changes would show a book of single levels.
      if (this.#isKnown) this.#finish(event, this.#book.apply(event.levels, event.receivedMs));
    } else if (event.kind === 'book-snapshot') this.#replace(event);
    else if (event.kind === 'book-audit') this.#audit(event);
    else if (event.kind === 'gap' && event.channel === 'book') this.#forget();
    else if (event.kind === 'doubt' && event.channel === 'book') this.#isDoubted = !event.isOver;
  }

  /** The cause is the newest change of the book: it is what has been crossed for too long. */
  onDue(nowMs: number): void {
    this.#watchedMs = Infinity;
    this.#book.evictLosers(nowMs);
    this.#publish({ receivedMs: unixMs(nowMs), cause: this.#cause });
  }

  #replace(event: BookSnapshot): void {
    this.#isKnown = true;
    this.#lastAudit = undefined;
    this.#finish(event, this.#book.applySnapshot(event.levels, event.receivedMs));
  }

  #forget(): void {
    this.#isKnown = false;
    this.#isDoubted = false;
    this.#lastAudit = undefined;
    this.#book.clear();
    this.#watch();
  }

  /** An unknown book has nothing to compare, and the one in doubt is about to be replaced. */
  #audit(event: BookAudit): void {
    if (!this.#isKnown || this.#isDoubted) return;
    const impossible = countImpossible(event.levels);
    if (impossible > 0) {
      this.#report(
        'malformed-frame',
        `audit refused: ${impossible} of its ${event.levels.count} levels are impossible`,
        event,
      );
      return;
    }
    const outcome = this.#book.audit(event.levels, event.requestedMs, event.receivedMs);
    if (outcome === undefined) return;
    const { judgedLevels, wrongLevels, learnedLevels, confirmedLevels } = outcome;
    if (judgedLevels > 0) this.#lastAudit = { receivedMs: event.receivedMs, judgedLevels, wrongLevels };
    if (wrongLevels > 0) this.#reportMismatch(outcome, event);
    if (wrongLevels + learnedLevels + confirmedLevels > 0) this.#publish(event);
  }

  #finish(event: BookSnapshot | BookChange, refusedLevels: number): void {
    this.#cause = event.cause;
    if (refusedLevels > 0) {
      const message = `${refusedLevels} of ${event.levels.count} levels refused: prices must be > 0, sizes >= 0, both finite`;
      this.#report('malformed-frame', message, event);
    }
    this.#publish(event);
  }

  #publish(stamp: Stamp): void {
    if (this.#book.evictDueMs !== this.#watchedMs) this.#watch();
    const { policy, top, view, hiddenLevels } = this.#book;
    if (top === undefined) {
      this.#reportOneSided(stamp);
      return;
    }
    this.#isOneSided = false;
    const { receivedMs, cause } = stamp;
    this.emit({ kind: 'book', marketId: this.marketId, receivedMs, cause, policy, top, view, hiddenLevels });
  }

  #watch(): void {
    this.#watchedMs = this.#book.evictDueMs;
    if (this.#watchedMs < Infinity) this.timer.watch(this);
    else this.timer.unwatch(this);
  }

  #reportMismatch({ judgedLevels, wrongLevels, worst }: BookAuditOutcome, event: BookAudit): void {
    const { side, priceUsd, heldBase, statedBase } = worst!;
    const message =
      `${wrongLevels} of ${judgedLevels} levels differed from what the REST interface states and were corrected; ` +
      `worst: ${side} ${priceUsd}, held ${heldBase}, stated ${statedBase}`;
    this.#report('book-mismatch', message, event);
  }

  #reportOneSided(stamp: Stamp): void {
    if (this.#isOneSided || this.#book.isWithheld) return;
    this.#isOneSided = true;
    const { bids, asks } = this.#book.view;
    const message =
      `${bids.count} bid and ${asks.count} ask levels left, ${this.#book.hiddenLevels} hidden as crossed: ` +
      'no book is published until both sides have levels';
    this.#report('one-sided-book', message, stamp);
  }

  #report(kind: FaultKind, message: string, { receivedMs, cause }: Stamp): void {
    const { marketId } = this;
    this.faults.report({ kind, where: `book of ${marketId}`, message, marketId, receivedMs, cause });
  }
}
