import { decimalText } from '@perpstream/core';

/** Share of the way to the fair value that the oracle goes per block. */
const SPEED = 0.5;
const SIGNIFICANT_DIGITS = 8;
/** Smaller changes are not worth a price update of the chain. */
const MIN_CHANGE = 1e-5;

/** The oracle price of one market: follows the fair value behind and in steps. */
export class Oracle {
  #priceUsd: number;
  #stated: number;
  readonly #exponent: number;

  constructor(priceUsd: number) {
    this.#priceUsd = priceUsd;
    this.#stated = priceUsd;
    this.#exponent = Math.floor(Math.log10(priceUsd)) - (SIGNIFICANT_DIGITS - 1);
  }

  /** The last stated price in USD. */
  get priceUsd(): number {
    return this.#stated;
  }

  /** Text of the last stated price. */
  get text(): string {
    return decimalText(BigInt(Math.round(this.#stated / 10 ** this.#exponent)), this.#exponent);
  }

  /** Follows the fair value for one block; true when a new price is stated. */
  follow(fairUsd: number): boolean {
    this.#priceUsd += SPEED * (fairUsd - this.#priceUsd);
    if (Math.abs(this.#priceUsd / this.#stated - 1) < MIN_CHANGE) return false;
    const before = this.text;
    this.#stated = this.#priceUsd;
    return this.text !== before;
  }
}
