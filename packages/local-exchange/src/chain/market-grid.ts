import { QUOTE_EXPONENT, decimalText } from '@perpstream/core';
import type { SimulatedMarket } from './simulated-market';

/**
 * Turns the integers of a market into the decimal texts of the protocol, and USD amounts into integers on its grid.
 *
 * @see v4-chain `indexer/packages/postgres/src/lib/protocol-translations.ts` for the formulas
 */
export class MarketGrid {
  readonly stepQuantums: number;
  readonly tickSubticks: number;
  readonly tickSize: string;
  readonly stepSize: string;
  /** A quantum is 10 to this power coins. */
  readonly atomicResolution: number;
  /** A subtick is 10 to this power USD. */
  readonly subtickExponent: number;
  readonly #quoteScale: number;
  readonly #valueExponent: number;

  constructor(market: SimulatedMarket) {
    const { atomicResolution, quantumConversionExponent, stepBaseQuantums, subticksPerTick, ticker } = market;
    for (const [name, value] of Object.entries({ stepBaseQuantums, subticksPerTick })) {
      if (!/^10*$/.test(String(value))) throw new RangeError(`${ticker}: ${name} must be a power of ten, was ${value}`);
    }
    this.stepQuantums = stepBaseQuantums;
    this.tickSubticks = subticksPerTick;
    this.atomicResolution = atomicResolution;
    this.subtickExponent = QUOTE_EXPONENT + quantumConversionExponent - atomicResolution;
    this.#valueExponent = QUOTE_EXPONENT + quantumConversionExponent + Math.log10(stepBaseQuantums * subticksPerTick);
    if (this.#valueExponent < QUOTE_EXPONENT) {
      throw new RangeError(
        `${ticker}: tick x step must be at least one quote quantum, was 1e${this.#valueExponent} USD`,
      );
    }
    this.#quoteScale = 10 ** (this.#valueExponent - QUOTE_EXPONENT);
    this.tickSize = this.price(subticksPerTick);
    this.stepSize = this.size(stepBaseQuantums);
  }

  /** Text of a price. */
  price(subticks: number): string {
    return decimalText(BigInt(subticks), this.subtickExponent);
  }

  /** Text of the price half way between two prices. */
  midPrice(bidSubticks: number, askSubticks: number): string {
    return decimalText(BigInt(bidSubticks + askSubticks) * 5n, this.subtickExponent - 1);
  }

  /** Text of a size. */
  size(quantums: number): string {
    return decimalText(BigInt(quantums), this.atomicResolution);
  }

  /** Worth of a fill in units of tick x step: an exact integer also for a whole day's volume. */
  value(subticks: number, quantums: number): number {
    return (subticks / this.tickSubticks) * (quantums / this.stepQuantums);
  }

  /** Worth of a fill in quote quantums, exactly. */
  quoteQuantums(subticks: number, quantums: number): bigint {
    return BigInt(this.value(subticks, quantums)) * BigInt(this.#quoteScale);
  }

  /** Text in USD of a sum of `value`s. */
  usd(value: number): string {
    return decimalText(BigInt(value), this.#valueExponent);
  }

  /** The price in subticks, not on the grid: what fair values are counted in. */
  subticksOf(priceUsd: number): number {
    return priceUsd / 10 ** this.subtickExponent;
  }

  /** The price in USD of a number of subticks. */
  priceUsd(subticks: number): number {
    return subticks * 10 ** this.subtickExponent;
  }

  /** The size nearest to a worth in USD at a price, at least one step. */
  quantumsFor(usd: number, subticks: number): number {
    const steps = usd / this.priceUsd(subticks) / (10 ** this.atomicResolution * this.stepQuantums);
    return Math.max(1, Math.round(steps)) * this.stepQuantums;
  }

  /** The next price on the grid toward zero, at least one tick. */
  floorPrice(subticks: number): number {
    return Math.max(1, Math.floor(subticks / this.tickSubticks)) * this.tickSubticks;
  }

  /** The next price on the grid away from zero. */
  ceilPrice(subticks: number): number {
    return Math.max(1, Math.ceil(subticks / this.tickSubticks)) * this.tickSubticks;
  }
}
