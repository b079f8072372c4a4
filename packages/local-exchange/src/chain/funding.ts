import { decimalText } from '@perpstream/core';

const HOUR_MS = 3_600_000;
const PPM = 1e6;
const HOURS = 8;
/** The chain counts the funding of eight hours in parts per million; one of them is 0.000000125 an hour. */
const UNIT = { digits: 125n, exponent: -9 };
const MAX_PPM = 10_000;

/**
 * Funding of one market: the mean premium of the book over the oracle within the hour.
 *
 * @see v4-chain `indexer/packages/postgres/src/lib/protocol-translations.ts` for the unit of the rate
 */
export class Funding {
  #hour: number | undefined;
  #premiums = 0;
  #samples = 0;
  #forcedPpm: number | undefined;

  /** Text of the rate predicted for the current hour, as a fraction per hour; positive means longs pay. */
  get predictedRate(): string {
    return rateText(this.#forcedPpm ?? this.#meanPpm);
  }

  /** Fixes the rate, in ppm of eight hours as the chain counts it; undefined sets it free again. */
  force(ppm: number | undefined): void {
    this.#forcedPpm = ppm;
  }

  get #meanPpm(): number {
    const mean = this.#samples === 0 ? 0 : this.#premiums / this.#samples;
    return Math.max(-MAX_PPM, Math.min(MAX_PPM, Math.round(mean * PPM)));
  }

  /** Takes a block's premium over the oracle, as a fraction; returns the rate of the hour when it ends with this block. */
  sample(premium: number, timeMs: number): string | undefined {
    const hour = Math.floor(timeMs / HOUR_MS);
    const ended = this.#hour !== undefined && hour !== this.#hour ? this.predictedRate : undefined;
    if (hour !== this.#hour) {
      this.#hour = hour;
      this.#premiums = 0;
      this.#samples = 0;
    }
    this.#premiums += premium;
    this.#samples += 1;
    return ended;
  }
}

/** The funding of eight hours, in ppm, nearest to a fraction per hour. */
export function fundingPpmOf(ratePerHour: number): number {
  return Math.round(ratePerHour * HOURS * PPM);
}

/** Text of a fraction per hour. */
export function rateText(ppm: number): string {
  return decimalText(BigInt(ppm) * UNIT.digits, UNIT.exponent);
}
