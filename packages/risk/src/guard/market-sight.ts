import type { BookUpdate, MarketId } from '@perpstream/core';
import type { MarketRisk } from '../monitor/market-risk';
import type { RiskInput } from '../monitor/risk-options';
import type { GuardSettings } from './guard-settings';
import { DEPTH_BAND_BPS, type ReductionCost } from './reduction-cost';

const BPS = 10_000;

/** A mark, and whether it is the oracle price of now or what stands in for it. */
export type Mark = { readonly priceUsd: number; readonly isKnown: boolean };

/** What the guard knows of markets beside what the risk book knows: their latest book, and the last price they ever had. */
export class MarketSight {
  readonly #books = new Map<MarketId, BookUpdate>();
  readonly #lastPricesUsd = new Map<MarketId, number>();

  constructor(private readonly settings: GuardSettings) {}

  see(input: RiskInput): void {
    if (input.kind === 'book') this.#books.set(input.marketId, input);
    if (input.kind !== 'context' || input.oraclePriceUsd === undefined) return;
    if (input.oraclePriceUsd > 0 && input.oraclePriceUsd < Infinity) {
      this.#lastPricesUsd.set(input.marketId, input.oraclePriceUsd);
    }
  }

  /** The last oracle price that was one. */
  lastPriceUsd(marketId: MarketId): number | undefined {
    return this.#lastPricesUsd.get(marketId);
  }

  /** The oracle price; while there is none the last one that was, else the price at which the position was entered. */
  mark({ marketId, oraclePriceUsd, position }: MarketRisk): Mark {
    if (oraclePriceUsd > 0) return { priceUsd: oraclePriceUsd, isKnown: true };
    return { priceUsd: this.lastPriceUsd(marketId) ?? position?.entryPriceUsd ?? NaN, isKnown: false };
  }

  /** What taking liquidity costs now, by the book as it is; assumed where there is none. */
  cost(marketId: MarketId, isLong: boolean): ReductionCost {
    const { takerFeeBps, assumedSpreadBps, assumedDepthUsd } = this.settings;
    const feeFraction = takerFeeBps / BPS;
    const book = this.#books.get(marketId);
    if (book === undefined) {
      return { feeFraction, halfSpreadFraction: assumedSpreadBps / BPS / 2, depthUsd: assumedDepthUsd };
    }
    const { bidPriceUsd, askPriceUsd } = book.top;
    const halfSpreadFraction = (askPriceUsd - bidPriceUsd) / (askPriceUsd + bidPriceUsd);
    // The view shows the book of this moment, which is the one that will be traded against.
    const shownUsd = book.view.depthUsd(isLong ? 'bids' : 'asks', DEPTH_BAND_BPS);
    return { feeFraction, halfSpreadFraction, depthUsd: shownUsd > 0 ? shownUsd : assumedDepthUsd };
  }
}
