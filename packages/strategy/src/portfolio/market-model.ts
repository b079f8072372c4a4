import type { Reason } from '@perpstream/core';
import type { Idea } from './idea';
import type { MarketView } from './market-view';
import type { PortfolioModel, PortfolioView } from './portfolio-model';

/** What a model thinks of one market. */
export type MarketRating = Pick<Idea, 'reasons'> & {
  /** Signed, in [-1, 1]. */
  readonly conviction: number;
};

const nothing: readonly Reason[] = [];

/**
 * A model that looks at each market by itself: one idea of one leg per market, its key the market id.
 *
 * @param rate says what it thinks of a market, undefined while it cannot tell (a score is missing): then nothing is
 *   entered, and what is held is kept
 * @example
 * const model = marketModel(({ scores }) => {
 *   const momentum = scores?.['momentum'];
 *   if (momentum === undefined) return undefined;
 *   return { conviction: (momentum - 50) / 50, reasons: [{ name: 'momentum', value: momentum }] };
 * });
 */
export function marketModel(
  rate: (market: MarketView, view: PortfolioView) => MarketRating | undefined,
): PortfolioModel {
  return {
    ideas: (view) =>
      view.markets.map((market): Idea => {
        const { conviction, reasons = nothing } = rate(market, view) ?? {};
        return { key: market.marketId, conviction, legs: [{ marketId: market.marketId, weight: 1 }], reasons };
      }),
  };
}
