import { unixMs, type Bar, type Trade } from '@perpstream/core';

/** A bar that still grows. Another type than `Bar`, so that it cannot be taken for a closed one. */
export class OpenBar {
  #openUsd: number;
  #highUsd: number;
  #lowUsd: number;
  #closeUsd: number;
  #volumeBase = 0;
  #volumeUsd = 0;
  #buyBase = 0;
  #trades = 0;

  /** @param priceUsd the price of the first trade, or the previous close until there is a trade */
  constructor(
    readonly startMs: number,
    readonly intervalMs: number,
    priceUsd: number,
  ) {
    this.#openUsd = this.#highUsd = this.#lowUsd = this.#closeUsd = priceUsd;
  }

  get endMs(): number {
    return this.startMs + this.intervalMs;
  }

  get closeUsd(): number {
    return this.#closeUsd;
  }

  add({ priceUsd, sizeBase, side }: Trade): void {
    if (this.#trades === 0) this.#openUsd = this.#highUsd = this.#lowUsd = priceUsd;
    this.#highUsd = Math.max(this.#highUsd, priceUsd);
    this.#lowUsd = Math.min(this.#lowUsd, priceUsd);
    this.#closeUsd = priceUsd;
    this.#volumeBase += sizeBase;
    this.#volumeUsd += sizeBase * priceUsd;
    if (side === 'buy') this.#buyBase += sizeBase;
    this.#trades += 1;
  }

  closed(): Bar {
    return {
      spec: { type: 'time', intervalMs: this.intervalMs },
      source: 'trades',
      isComplete: true,
      startMs: unixMs(this.startMs),
      endMs: unixMs(this.endMs),
      openUsd: this.#openUsd,
      highUsd: this.#highUsd,
      lowUsd: this.#lowUsd,
      closeUsd: this.#closeUsd,
      volumeBase: this.#volumeBase,
      volumeUsd: this.#volumeUsd,
      buyBase: this.#buyBase,
      trades: this.#trades,
    };
  }
}
