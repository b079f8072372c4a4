import { unixMs, type Bar, type BarSpec, type Trade } from '@perpstream/core';

/** Ids sort by position in the chain within a block. */
function isBefore(left: Trade, right: Trade): boolean {
  return left.exchangeMs < right.exchangeMs || (left.exchangeMs === right.exchangeMs && left.id < right.id);
}

/** A bar that still grows. Another type than `Bar`, so that it cannot be taken for a closed one. */
export class OpenBar {
  #openUsd: number;
  #highUsd: number;
  #lowUsd: number;
  #closeUsd: number;
  #volumeBase = 0;
  #volumeUsd = 0;
  #signedUsd = 0;
  #buyBase = 0;
  #trades = 0;
  #oldest: Trade | undefined;
  #newest: Trade | undefined;

  /** @param priceUsd the previous close, or the price of the first trade: what a bar without trades shows */
  constructor(
    private readonly spec: BarSpec,
    readonly startMs: number,
    priceUsd: number,
  ) {
    this.#openUsd = this.#highUsd = this.#lowUsd = this.#closeUsd = priceUsd;
  }

  get closeUsd(): number {
    return this.#closeUsd;
  }

  get volumeBase(): number {
    return this.#volumeBase;
  }

  get volumeUsd(): number {
    return this.#volumeUsd;
  }

  /** Bought minus sold by takers. */
  get signedUsd(): number {
    return this.#signedUsd;
  }

  get trades(): number {
    return this.#trades;
  }

  /** A trade that comes late counts, but is neither first nor last. */
  add(trade: Trade): void {
    const { priceUsd, sizeBase, side } = trade;
    if (this.#trades === 0) this.#highUsd = this.#lowUsd = priceUsd;
    if (this.#oldest === undefined || isBefore(trade, this.#oldest)) {
      this.#oldest = trade;
      this.#openUsd = priceUsd;
    }
    if (this.#newest === undefined || !isBefore(trade, this.#newest)) {
      this.#newest = trade;
      this.#closeUsd = priceUsd;
    }
    this.#highUsd = Math.max(this.#highUsd, priceUsd);
    this.#lowUsd = Math.min(this.#lowUsd, priceUsd);
    const tradeUsd = sizeBase * priceUsd;
    this.#volumeBase += sizeBase;
    this.#volumeUsd += tradeUsd;
    this.#signedUsd += side === 'buy' ? tradeUsd : -tradeUsd;
    if (side === 'buy') this.#buyBase += sizeBase;
    this.#trades += 1;
  }

  closed(endMs: number, isComplete: boolean): Bar {
    return Object.freeze({
      spec: this.spec,
      source: 'trades',
      isComplete,
      startMs: unixMs(this.startMs),
      endMs: unixMs(endMs),
      openUsd: this.#openUsd,
      highUsd: this.#highUsd,
      lowUsd: this.#lowUsd,
      closeUsd: this.#closeUsd,
      volumeBase: this.#volumeBase,
      volumeUsd: this.#volumeUsd,
      buyBase: this.#buyBase,
      trades: this.#trades,
    });
  }
}
