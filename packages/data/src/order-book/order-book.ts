import type { BookLevels, BookView, TopOfBook, UncrossPolicyName } from '@perpstream/core';
import { AgeMarks } from './age-marks';
import { auditSide, STATED_LEVELS_LIMIT, type SideAudit, type StatedLevel } from './audit-side';
import { auditOutcome, sumOfPasses, type BookAuditOutcome } from './book-audit-outcome';
import { HalfBook } from './half-book';
import { LiveBookView } from './live-book-view';
import { checkedOrderBookOptions, type OrderBookOptions } from './order-book-options';
import type { UncrossPolicy } from './policies/uncross-policy';
import { uncrossPolicies } from './policies/uncross-policies';
import { countImpossible, isPossibleLevel } from './possible-level';
import { statedSide } from './stated-side';
import type { VisibleSide } from './visible-side';

/** A level as the exchange stated it: price in USD per base unit, size in base units, both > 0. */
export type RawLevel = { readonly priceUsd: number; readonly sizeBase: number };

/** Both sides of an answer, best level first. */
type StatedBook = { readonly bids: readonly StatedLevel[]; readonly asks: readonly StatedLevel[] };

/** Marks of age and time reach back at least eight times the lag of an audit, and 6 s at the least. */
const AGE_MARKS_PER_LAG = 16;
const MIN_AGE_MARK_MS = 50;

/**
 * The order book of one market, from snapshots, absolute level changes and audits.
 *
 * It keeps two things apart. The **raw** levels are exactly what the exchange stated last, crossed or not. The **view**
 * is derived by the policy `uncross` while the best bid is not below the best ask, so `view` and `top` are never crossed
 * or locked, and a level comes back into the view as soon as what it crossed is gone.
 *
 * Two repairs touch raw levels: `evictLosers` deletes what has lost to a cross for too long, `audit` corrects the book by
 * an answer of the REST interface. Both need `receivedMs` with each call, in any clock that never runs backwards.
 *
 * Not part of the stream: use it alone wherever levels come from. Cost: a search near the top plus moving the levels
 * above the changed one; uncrossing visits only crossed levels.
 * @throws RangeError when an option is out of range
 * @see https://github.com/dydxprotocol/v4-web `src/bonsai/calculators/orderbook.ts` for the default policy
 * @example
 * const book = new OrderBook({ uncross: 'documentation' });
 * book.applySnapshot(levels);
 * console.log(book.top?.bidPriceUsd, book.view.asks.count);
 */
export class OrderBook {
  /** The uncrossed book. Reads through: it shows every later change. */
  readonly view: BookView;
  /** The rule by which it is uncrossed. */
  readonly policy: UncrossPolicyName;
  readonly #uncross: UncrossPolicy;
  readonly #evictAfterMs: number;
  readonly #auditLagMs: number;
  readonly #bids: HalfBook;
  readonly #asks: HalfBook;
  readonly #marks: AgeMarks;
  #age = 0;
  #top: TopOfBook | undefined;
  /** Whether a best level may have changed since `#top`. */
  #isTopOld = false;
  #isCrossed = false;
  #hiddenLevels = 0;
  #crossesRepaired = 0;
  #evictedLevels = 0;
  #evictDueMs = Infinity;

  constructor(options: OrderBookOptions = {}) {
    const { maxLevelsPerSide, uncross, evictAfterMs, auditLagMs } = checkedOrderBookOptions(options);
    this.policy = uncross;
    this.#uncross = uncrossPolicies[uncross];
    this.#evictAfterMs = evictAfterMs;
    this.#auditLagMs = auditLagMs;
    this.#bids = new HalfBook(1, maxLevelsPerSide);
    this.#asks = new HalfBook(-1, maxLevelsPerSide);
    this.#marks = new AgeMarks(Math.max(MIN_AGE_MARK_MS, auditLagMs / AGE_MARKS_PER_LAG));
    this.view = new LiveBookView(this.#bids.visible, this.#asks.visible);
  }

  /** Best bid and ask of the view at this moment, one object as long as they stay; undefined while a side is empty. */
  get top(): TopOfBook | undefined {
    return this.#top;
  }

  /** Number of raw levels, of both sides, that the view hides since they cross. 0 with the policy `none`. */
  get hiddenLevels(): number {
    return this.#hiddenLevels;
  }

  /** Whether the policy `none` keeps a crossed book to itself at the moment. */
  get isWithheld(): boolean {
    return this.#isCrossed && this.policy === 'none';
  }

  /** How often a level had to be hidden, since the book was made. */
  get crossesRepaired(): number {
    return this.#crossesRepaired;
  }

  /** How many levels were deleted because they lost to a cross for too long, since the book was made. */
  get evictedLevels(): number {
    return this.#evictedLevels;
  }

  /** When the next level has lost to a cross for too long, unless it recovers; Infinity while none is hidden. */
  get evictDueMs(): number {
    return this.#evictDueMs;
  }

  /** A copy of the levels of one side as the exchange stated them, best first, crossed ones included. */
  rawLevels(side: 'bids' | 'asks'): readonly RawLevel[] {
    const { raw } = side === 'bids' ? this.#bids : this.#asks;
    return Array.from({ length: raw.count }, (_, depth) => ({
      priceUsd: raw.priceAt(depth),
      sizeBase: raw.sizeAt(depth),
    }));
  }

  /**
   * Replaces the whole book. All levels of a snapshot have the same age.
   *
   * @returns how many levels were refused: prices must be > 0, sizes >= 0, both finite
   */
  applySnapshot(levels: BookLevels, receivedMs: number = 0): number {
    this.clear();
    this.#age += 1;
    const refused = this.#setAll(levels, 0);
    for (const { raw } of [this.#bids, this.#asks]) if (raw.count >= STATED_LEVELS_LIMIT) raw.endAtWorst();
    this.#finish(receivedMs);
    return refused;
  }

  /**
   * Sets the absolute size of each level, in order; size 0 deletes. Each level is younger than the one before it.
   *
   * @returns how many levels were refused: prices must be > 0, sizes >= 0, both finite
   */
  apply(levels: BookLevels, receivedMs: number = 0): number {
    const refused = this.#setAll(levels, 1);
    this.#finish(receivedMs);
    return refused;
  }

  /**
   * Compares the book with what the REST interface stated and corrects it. A corrected level counts as old as the
   * question, so what the stream said since then wins a cross against it.
   *
   * @param requestedMs when the question was sent; what changed later than `auditLagMs` before it is not judged
   * @returns undefined when nothing can be judged: the whole book is younger than that, or a level is impossible
   */
  audit(levels: BookLevels, requestedMs: number, receivedMs: number): BookAuditOutcome | undefined {
    const judgedAge = this.#marks.ageAt(requestedMs - this.#auditLagMs);
    if (judgedAge === undefined || countImpossible(levels) > 0) return undefined;
    // Between two ages: older than what followed the question, younger than what came before it.
    const correctedAge = (this.#marks.ageAt(requestedMs) ?? judgedAge) + 0.5;
    const stated = { bids: statedSide(levels, 1), asks: statedSide(levels, -1) };
    const passes: BookAuditOutcome[] = [];
    let mayShowMore: boolean;
    // A correction may end a cross: what comes into view by it is judged too, until nothing more is wrong.
    do {
      const pass = this.#auditOnce(stated, judgedAge, correctedAge);
      passes.push(pass);
      mayShowMore = this.#isCrossed && pass.wrongLevels + pass.confirmedLevels > 0;
      this.#showUncrossed(receivedMs);
    } while (mayShowMore);
    // What was corrected is in the past from here on, also when nothing else happens to the book.
    this.#age += 1;
    this.#marks.mark(receivedMs, this.#age);
    return sumOfPasses(passes);
  }

  /**
   * Deletes the raw levels that have lost to a cross for `evictAfterMs` without a break.
   *
   * @returns how many
   */
  evictLosers(nowMs: number): number {
    if (nowMs < this.#evictDueMs) return 0;
    const forMs = this.#evictAfterMs;
    const evicted = this.#bids.evictLosers(nowMs, forMs) + this.#asks.evictLosers(nowMs, forMs);
    this.#evictedLevels += evicted;
    this.#showUncrossed(nowMs);
    return evicted;
  }

  /** Forgets every level. */
  clear(): void {
    this.#bids.raw.clear();
    this.#asks.raw.clear();
    this.#marks.clear();
    this.#showAll();
    this.#top = undefined;
  }

  #setAll(levels: BookLevels, ageStep: 0 | 1): number {
    const { count, isBid, pricesUsd, sizesBase } = levels;
    const bids = this.#bids.raw;
    const asks = this.#asks.raw;
    let refused = 0;
    for (let index = 0; index < count; index += 1) {
      const priceUsd = pricesUsd[index] ?? NaN;
      const sizeBase = sizesBase[index] ?? NaN;
      this.#age += ageStep;
      if (!isPossibleLevel(priceUsd, sizeBase)) refused += 1;
      else if ((isBid[index] === 1 ? bids : asks).set(priceUsd, sizeBase, this.#age)) this.#isTopOld = true;
    }
    return refused;
  }

  #auditOnce(stated: StatedBook, judgedAge: number, correctedAge: number): BookAuditOutcome {
    const auditHalf = ({ raw, losers }: HalfBook, levels: readonly StatedLevel[]): SideAudit =>
      auditSide(raw, levels, { hiddenLevels: losers.count, judgedAge, correctedAge });
    return auditOutcome(auditHalf(this.#bids, stated.bids), auditHalf(this.#asks, stated.asks));
  }

  #finish(receivedMs: number): void {
    this.#marks.mark(receivedMs, this.#age);
    // Most changes are below the best levels: they neither cross anything nor end a cross.
    if (this.#isTopOld || this.#isCrossed) this.#showUncrossed(receivedMs);
  }

  #showUncrossed(nowMs: number): void {
    // The key of an ask is its negative price.
    if (this.#bids.raw.bestKey + this.#asks.raw.bestKey >= 0) this.#hideLosers(nowMs);
    else if (this.#isCrossed) this.#showAll();
    this.#top = topOf(this.#bids.visible, this.#asks.visible);
    this.#isTopOld = false;
  }

  #showAll(): void {
    this.#bids.showAll();
    this.#asks.showAll();
    this.#isCrossed = false;
    this.#hiddenLevels = 0;
    this.#evictDueMs = Infinity;
  }

  #hideLosers(nowMs: number): void {
    const bids = this.#bids;
    const asks = this.#asks;
    const { hiddenBids, hiddenAsks, firstBidBase, firstAskBase } = this.#uncross(bids.raw, asks.raw);
    this.#isCrossed = true;
    bids.visible.show(hiddenBids, firstBidBase);
    asks.visible.show(hiddenAsks, firstAskBase);
    // Without a judgement nobody loses.
    if (this.policy === 'none') return;
    this.#hiddenLevels = hiddenBids + hiddenAsks;
    this.#crossesRepaired += bids.losers.update(bids.raw, hiddenBids, nowMs);
    this.#crossesRepaired += asks.losers.update(asks.raw, hiddenAsks, nowMs);
    this.#evictDueMs = Math.min(bids.losers.oldestMs, asks.losers.oldestMs) + this.#evictAfterMs;
  }
}

function topOf(bids: VisibleSide, asks: VisibleSide): TopOfBook | undefined {
  if (bids.count === 0 || asks.count === 0) return undefined;
  return {
    bidPriceUsd: bids.firstPriceUsd,
    bidSizeBase: bids.firstSizeBase,
    askPriceUsd: asks.firstPriceUsd,
    askSizeBase: asks.firstSizeBase,
  };
}
