import type { ProcessedMarketData } from '@perpstream/core';
import type { OpenHighLowClose } from '../math/bar-prices';
import { Cells } from '../math/cells';
import { barReader } from './bar-source';
import { priceReader, type PriceSource } from './price-source';
import { requirePositive } from './require-positive';

/**
 * What bars are made of.
 *
 * - `trades`: the closed time bars of the stream, whoever made them
 * - `micro`, `mid`: this price of the book, put together here by the time of receipt
 */
export type BarOrigin = 'trades' | Exclude<PriceSource, object>;

/** Reads the bar that an event closes; undefined when it closes none. What it returns is good until the next call. */
export type ClosedBarReader = (event: ProcessedMarketData) => OpenHighLowClose | undefined;

/**
 * What makes the reader of the bars of one market.
 *
 * Bars of the book begin at whole multiples of `barMs` since the epoch and are closed by the first book of a later one. The
 * time before the first multiple makes no bar, nor does an interval without any book.
 * @throws RangeError when there is no such price, or `barMs` is not a length
 */
export function closedBarReaders(barsOf: BarOrigin, barMs: number): (cells?: Cells) => ClosedBarReader {
  requirePositive({ barMs });
  if (barsOf === 'trades') {
    const read = barReader(barMs);
    return () => read;
  }
  if (barsOf !== 'micro' && barsOf !== 'mid') {
    throw new RangeError(`barsOf must be one of trades, micro, mid, was ${String(barsOf)}`);
  }
  const priceOf = priceReader(barsOf);
  return (cells) => {
    const maker = new BookBars(barMs, cells);
    return (event) => {
      const priceUsd = priceOf(event);
      return priceUsd === undefined ? undefined : maker.update(priceUsd, event.receivedMs);
    };
  };
}

class BookBars {
  readonly #interval: number;
  /** 1 when the bar under way began with its interval. */
  readonly #isWhole: number;
  readonly #openUsd: number;
  readonly #highUsd: number;
  readonly #lowUsd: number;
  readonly #closeUsd: number;
  readonly #closed = { openUsd: 0, highUsd: 0, lowUsd: 0, closeUsd: 0 };

  constructor(
    private readonly barMs: number,
    private readonly cells: Cells = new Cells(),
  ) {
    this.#interval = cells.reserve(1, -Infinity);
    this.#isWhole = cells.reserve(1);
    this.#openUsd = cells.reserve(1);
    this.#highUsd = cells.reserve(1);
    this.#lowUsd = cells.reserve(1);
    this.#closeUsd = cells.reserve(1);
  }

  update(priceUsd: number, receivedMs: number): OpenHighLowClose | undefined {
    const { row } = this.cells;
    const interval = Math.floor(receivedMs / this.barMs);
    const closed = interval > row[this.#interval]! ? this.#close(interval, priceUsd) : undefined;
    row[this.#highUsd] = Math.max(row[this.#highUsd]!, priceUsd);
    row[this.#lowUsd] = Math.min(row[this.#lowUsd]!, priceUsd);
    row[this.#closeUsd] = priceUsd;
    return closed;
  }

  /** The next bar opens with the price in force. */
  #close(interval: number, priceUsd: number): OpenHighLowClose | undefined {
    const { row } = this.cells;
    const isFirst = row[this.#interval] === -Infinity;
    const closed = row[this.#isWhole] === 1 ? this.#copy() : undefined;
    const openUsd = isFirst ? priceUsd : row[this.#closeUsd]!;
    row[this.#isWhole] = isFirst ? 0 : 1;
    row[this.#interval] = interval;
    row[this.#openUsd] = row[this.#highUsd] = row[this.#lowUsd] = openUsd;
    return closed;
  }

  #copy(): OpenHighLowClose {
    const { row } = this.cells;
    this.#closed.openUsd = row[this.#openUsd]!;
    this.#closed.highUsd = row[this.#highUsd]!;
    this.#closed.lowUsd = row[this.#lowUsd]!;
    this.#closed.closeUsd = row[this.#closeUsd]!;
    return this.#closed;
  }
}
