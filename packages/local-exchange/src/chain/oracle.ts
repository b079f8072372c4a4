import { decimalText } from '@perpstream/core';

/** Share of the way to the fair value that the oracle goes per block. */
const SPEED = 0.5;
const SIGNIFICANT_DIGITS = 8;
/** Smaller changes are not worth a price update of the chain. */
const MIN_CHANGE = 1e-5;

/** The oracle price of one market: follows the fair value behind and in steps. */
export class Oracle {
  #priceUsd: number;
  /** The stated price in units of its last digit. */
  #units: number;
  /** While it is frozen no new price is stated; it goes on following unseen. */
  isFrozen = false;
  readonly #exponent: number;

  constructor(priceUsd: number) {
    this.#priceUsd = priceUsd;
    this.#exponent = Math.floor(Math.log10(priceUsd)) - (SIGNIFICANT_DIGITS - 1);
    this.#units = this.#unitsOf(priceUsd);
  }

  /** The last stated price in USD. */
  get priceUsd(): number {
    return this.#units * 10 ** this.#exponent;
  }

  /** Text of the last stated price. */
  get text(): string {
    return decimalText(BigInt(this.#units), this.#exponent);
  }

  /**
   * Follows the fair value for one block; true when a new price is stated.
   *
   * @param isShaken the price is carried along by more than noise: it is taken as it is
   */
  follow(fairUsd: number, isShaken: boolean): boolean {
    this.#priceUsd += (isShaken ? 1 : SPEED) * (fairUsd - this.#priceUsd);
    if (this.isFrozen) return false;
    const units = this.#unitsOf(this.#priceUsd);
    if (Math.abs(units / this.#units - 1) < MIN_CHANGE) return false;
    this.#units = units;
    return true;
  }

  #unitsOf(priceUsd: number): number {
    return Math.round(priceUsd / 10 ** this.#exponent);
  }
}
