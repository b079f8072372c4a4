import type { ProcessedMarketData } from '@perpstream/core';
import type { OpenHighLowClose } from '../math/bar-prices';
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
export function closedBarReaders(barsOf: BarOrigin, barMs: number): () => ClosedBarReader {
  requirePositive({ barMs });
  if (barsOf === 'trades') {
    const read = barReader(barMs);
    return () => read;
  }
  if (barsOf !== 'micro' && barsOf !== 'mid') {
    throw new RangeError(`barsOf must be one of trades, micro, mid, was ${String(barsOf)}`);
  }
  const priceOf = priceReader(barsOf);
  return () => {
    const maker = new BookBars(barMs);
    return (event) => {
      const priceUsd = priceOf(event);
      return priceUsd === undefined ? undefined : maker.update(priceUsd, event.receivedMs);
    };
  };
}

class BookBars {
  #interval = -Infinity;
  #isWhole = false;
  #openUsd = 0;
  #highUsd = 0;
  #lowUsd = 0;
  #closeUsd = 0;
  readonly #closed = { openUsd: 0, highUsd: 0, lowUsd: 0, closeUsd: 0 };

  constructor(private readonly barMs: number) {}

  update(priceUsd: number, receivedMs: number): OpenHighLowClose | undefined {
    const interval = Math.floor(receivedMs / this.barMs);
    const closed = interval > this.#interval ? this.#close(interval, priceUsd) : undefined;
    this.#highUsd = Math.max(this.#highUsd, priceUsd);
    this.#lowUsd = Math.min(this.#lowUsd, priceUsd);
    this.#closeUsd = priceUsd;
    return closed;
  }

  /** The next bar opens with the price in force. */
  #close(interval: number, priceUsd: number): OpenHighLowClose | undefined {
    const isFirst = this.#interval === -Infinity;
    const closed = this.#isWhole ? this.#copy() : undefined;
    this.#isWhole = !isFirst;
    this.#interval = interval;
    this.#openUsd = this.#highUsd = this.#lowUsd = isFirst ? priceUsd : this.#closeUsd;
    return closed;
  }

  #copy(): OpenHighLowClose {
    this.#closed.openUsd = this.#openUsd;
    this.#closed.highUsd = this.#highUsd;
    this.#closed.lowUsd = this.#lowUsd;
    this.#closed.closeUsd = this.#closeUsd;
    return this.#closed;
  }
}
