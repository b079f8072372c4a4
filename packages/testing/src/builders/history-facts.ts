import type { MarketContext } from '@perpstream/core';
import type { HistoryPrice } from './history-price';
import { normalNumber } from './normal-number';

const HOUR_MS = 3_600_000;
/** Time in which the oracle price makes up 63 % of its distance to the book. */
const ORACLE_MS = 2_000;
/** Time in which the predicted funding rate comes 63 % of the way to what the premium calls for. */
const FUNDING_MS = 900_000;
/** Funding per hour when the premium is 0: 11 % a year. */
const USUAL_RATE_1H = 0.0000125;
/** The rate of an hour is a part of the premium that the market shows. */
const RATE_PER_PREMIUM = 0.125;
/** Usual open interest at the first price. */
const OPEN_INTEREST_USD = 5_000_000;
const LARGEST_RATE_1H = 0.001;
/** Largest share of the open interest that one liquidation closes. */
const LARGEST_CLOSED_SHARE = 0.002;
/** Time in which premium and open interest come 63 % of the way back to what is usual. */
const MEMORY_MS = 4 * HOUR_MS;

type Facts = Pick<MarketContext, 'oraclePriceUsd' | 'nextFundingRate1h' | 'openInterestBase' | 'volume24hUsd'>;

/** What a made-up market shows besides its book. */
export class HistoryFacts {
  #oracleUsd: number;
  #premium = 0;
  #rate1h = USUAL_RATE_1H;
  /** Log of open interest against its usual size. */
  #built = 0;
  readonly #usualBase: number;

  constructor(
    private readonly random: () => number,
    priceUsd: number,
  ) {
    this.#oracleUsd = priceUsd;
    this.#usualBase = OPEN_INTEREST_USD / priceUsd;
  }

  /** Positions of this size were closed by force. */
  close(sizeBase: number): void {
    this.#built -= Math.min(LARGEST_CLOSED_SHARE, sizeBase / this.#openInterestBase);
  }

  get #openInterestBase(): number {
    return this.#usualBase * Math.exp(this.#built);
  }

  step({ midUsd, usualSteps }: HistoryPrice, stepMs: number): Facts {
    const noise = normalNumber(this.random);
    this.#oracleUsd += (1 - Math.exp(-stepMs / ORACLE_MS)) * (midUsd * (1 - this.#premium) - this.#oracleUsd);
    // What longs pay for: a premium that comes and goes over hours.
    const kept = Math.exp(-stepMs / MEMORY_MS);
    const reach = Math.sqrt(stepMs / HOUR_MS);
    this.#premium = kept * this.#premium + 0.0004 * reach * noise;
    const wanted = USUAL_RATE_1H + RATE_PER_PREMIUM * this.#premium;
    this.#rate1h += (1 - Math.exp(-stepMs / FUNDING_MS)) * (wanted - this.#rate1h);
    this.#built = kept * this.#built + 0.01 * reach * (normalNumber(this.random) + 0.3 * usualSteps);
    return {
      oraclePriceUsd: this.#oracleUsd,
      nextFundingRate1h: Math.max(-LARGEST_RATE_1H, Math.min(LARGEST_RATE_1H, this.#rate1h)),
      openInterestBase: this.#openInterestBase,
      volume24hUsd: 1_000_000,
    };
  }
}
