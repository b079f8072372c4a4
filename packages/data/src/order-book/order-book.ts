import type { BookLevels, BookView, TopOfBook } from '@perpstream/core';
import { LiveBookView } from './live-book-view';
import { PriceLadder } from './price-ladder';
import { VisibleSide } from './visible-side';

/** A level as the exchange stated it: price in USD per base unit, size in base units, both > 0. */
export type RawLevel = { readonly priceUsd: number; readonly sizeBase: number };

const DEFAULT_MAX_LEVELS = 5_000;

/** The check of `maxLevelsPerSide`, at the time the options are given. @throws RangeError when it is not an integer >= 1 */
export function checkedMaxLevels(maxLevelsPerSide: number = DEFAULT_MAX_LEVELS): number {
  if (!(Number.isInteger(maxLevelsPerSide) && maxLevelsPerSide >= 1)) {
    throw new RangeError(`maxLevelsPerSide must be an integer >= 1, was ${maxLevelsPerSide}`);
  }
  return maxLevelsPerSide;
}

function isLevel(priceUsd: number, sizeBase: number): boolean {
  return priceUsd > 0 && priceUsd < Infinity && sizeBase >= 0 && sizeBase < Infinity;
}

function rawLevels(ladder: PriceLadder): RawLevel[] {
  return Array.from({ length: ladder.count }, (_, depth) => ({
    priceUsd: ladder.priceAt(depth),
    sizeBase: ladder.sizeAt(depth),
  }));
}

/**
 * The order book of one market, from snapshots and absolute level changes.
 *
 * It keeps two things apart. The **raw** levels are exactly what the exchange stated last, crossed or not. The **view**
 * is derived: while the best bid is not below the best ask, the level that was stated earlier is hidden; of two levels
 * of one snapshot the smaller one, of two equal ones the bid. So `view` and `top` are never crossed or locked, and a
 * level comes back into the view as soon as what it crossed is gone.
 *
 * Not part of the stream: use it alone wherever levels come from. Cost: a search near the top plus moving the levels
 * above the changed one; uncrossing visits only crossed levels.
 * @param options.maxLevelsPerSide raw levels kept per side, default 5,000; beyond it the level farthest from the top
 * goes, so a level that was dropped stays unknown until the exchange states it again
 * @throws RangeError when `maxLevelsPerSide` is not an integer >= 1
 * @see https://github.com/dydxprotocol/v4-web `src/bonsai/calculators/orderbook.ts` for the rule of age and size
 * @example
 * const book = new OrderBook();
 * book.applySnapshot(levels);
 * console.log(book.top?.bidPriceUsd, book.view.asks.count);
 */
export class OrderBook {
  /** The uncrossed book. Reads through: it shows every later change. */
  readonly view: BookView;
  readonly #bids: PriceLadder;
  readonly #asks: PriceLadder;
  readonly #visibleBids: VisibleSide;
  readonly #visibleAsks: VisibleSide;
  #age = 0;

  constructor(options: { readonly maxLevelsPerSide?: number } = {}) {
    const maxLevels = checkedMaxLevels(options.maxLevelsPerSide);
    this.#bids = new PriceLadder(1, maxLevels);
    this.#asks = new PriceLadder(-1, maxLevels);
    this.#visibleBids = new VisibleSide(this.#bids);
    this.#visibleAsks = new VisibleSide(this.#asks);
    this.view = new LiveBookView(this.#visibleBids, this.#visibleAsks);
  }

  /** Best bid and ask of the view, as a copy; undefined while a side of the view is empty. */
  get top(): TopOfBook | undefined {
    const bids = this.#visibleBids;
    const asks = this.#visibleAsks;
    if (bids.count === 0 || asks.count === 0) return undefined;
    return {
      bidPriceUsd: bids.priceUsd(0),
      bidSizeBase: bids.sizeBase(0),
      askPriceUsd: asks.priceUsd(0),
      askSizeBase: asks.sizeBase(0),
    };
  }

  /** Number of raw levels, of both sides, that the view hides since they cross. */
  get hiddenLevels(): number {
    return this.#visibleBids.hiddenLevels + this.#visibleAsks.hiddenLevels;
  }

  /** A copy of the levels of one side as the exchange stated them, best first, crossed ones included. */
  rawLevels(side: 'bids' | 'asks'): readonly RawLevel[] {
    return rawLevels(side === 'bids' ? this.#bids : this.#asks);
  }

  /**
   * Replaces the whole book. All levels of a snapshot have the same age.
   *
   * @returns how many levels were refused: prices must be > 0, sizes >= 0, both finite
   */
  applySnapshot(levels: BookLevels): number {
    this.clear();
    this.#age += 1;
    return this.#setAll(levels, 0);
  }

  /**
   * Sets the absolute size of each level, in order; size 0 deletes. Each level is younger than the one before it.
   *
   * @returns how many levels were refused: prices must be > 0, sizes >= 0, both finite
   */
  apply(levels: BookLevels): number {
    return this.#setAll(levels, 1);
  }

  /** Forgets every level. */
  clear(): void {
    this.#bids.clear();
    this.#asks.clear();
    this.#uncross();
  }

  #setAll(levels: BookLevels, ageStep: 0 | 1): number {
    let refused = 0;
    for (let index = 0; index < levels.count; index += 1) {
      const priceUsd = levels.pricesUsd[index] ?? NaN;
      const sizeBase = levels.sizesBase[index] ?? NaN;
      this.#age += ageStep;
      if (!isLevel(priceUsd, sizeBase)) refused += 1;
      else (levels.isBid[index] === 1 ? this.#bids : this.#asks).set(priceUsd, sizeBase, this.#age);
    }
    this.#uncross();
    return refused;
  }

  /** The levels that lose are a run at the top of each side, so the view is one offset per side. */
  #uncross(): void {
    const bids = this.#bids;
    const asks = this.#asks;
    let hiddenBids = 0;
    let hiddenAsks = 0;
    while (hiddenBids < bids.count && hiddenAsks < asks.count && bids.priceAt(hiddenBids) >= asks.priceAt(hiddenAsks)) {
      if (this.#bidLoses(hiddenBids, hiddenAsks)) hiddenBids += 1;
      else hiddenAsks += 1;
    }
    this.#visibleBids.hiddenLevels = hiddenBids;
    this.#visibleAsks.hiddenLevels = hiddenAsks;
  }

  #bidLoses(bidDepth: number, askDepth: number): boolean {
    const bidAge = this.#bids.ageAt(bidDepth);
    const askAge = this.#asks.ageAt(askDepth);
    if (bidAge !== askAge) return bidAge < askAge;
    return this.#bids.sizeAt(bidDepth) <= this.#asks.sizeAt(askDepth);
  }
}
