import type { AccountState, StrategyInput } from '@perpstream/core';
import type { Idea } from './idea';
import type { MarketView } from './market-view';

/** All that a strategy can look at when it is asked for its ideas. */
export type PortfolioView = {
  readonly nowMs: number;
  /** In the order in which they were first heard of. */
  readonly markets: readonly MarketView[];
  /** Undefined before the first account state. */
  readonly account: AccountState | undefined;
};

/**
 * The part of a portfolio strategy that is its own: what should be held. Everything else (which markets are fit, when an idea
 * is entered and left, how large it is, when a change is worth a trade) is the portfolio's. One model per subscription.
 */
export interface PortfolioModel {
  /** Takes in one input, for models that keep a state of their own. */
  observe?(input: StrategyInput): void;
  /** The ideas at this moment. Asked at every sample; must not change the state of the model. */
  ideas(view: PortfolioView): readonly Idea[];
}
