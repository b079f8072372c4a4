import type { MarketRules } from '../market/market-rules';
import type { MarketId } from '../units/market-id';
import type { Quantums, QuoteQuantums, Subticks } from '../units/quantums';

/** A position with all that the chain weighs it by. */
export type ChainPosition = {
  readonly rules: MarketRules;
  /** Signed: negative is short. */
  readonly quantums: Quantums;
  readonly oraclePriceUsd: number;
  /** Open interest of the whole market; 0 when it is not known, which leaves the initial margin unscaled. */
  readonly openInterestBase: number;
};

/** A subaccount as the chain weighs it: funding settled, open orders do not count. */
export type ChainAccount = {
  readonly quoteQuantums: QuoteQuantums;
  readonly positions: ReadonlyMap<MarketId, ChainPosition>;
};

/** What the chain demands of a subaccount, in quote quantums. */
export type ChainRequirements = {
  readonly netCollateral: bigint;
  readonly initial: bigint;
  readonly maintenance: bigint;
};

/** One step of a liquidation: how much of a position the chain closes in one block, and between which prices. */
export type LiquidationStep = {
  readonly marketId: MarketId;
  /** Signed change of the position: opposite to it, on the market's grid, not larger. */
  readonly deltaQuantums: Quantums;
  /** Worst price at which the book may take it, rounded to a tick in the account's favour. */
  readonly fillableSubticks: Subticks;
  /** What the account gets (+) or pays (-) for the whole of it at the bankruptcy price, when the book takes nothing. */
  readonly bankruptcyQuoteQuantums: QuoteQuantums;
};

/** The chain's own margin rules, exact. What an exchange on paper needs to judge and to liquidate an account. */
export interface ChainMargin {
  requirements(account: ChainAccount): ChainRequirements;
  /** Whether the chain lets an account go from one state to the other by a fill or a transfer. */
  allows(before: ChainAccount, after: ChainAccount): boolean;
  /** What the chain liquidates of an account in one block; undefined while it is not liquidatable. */
  liquidation(account: ChainAccount): LiquidationStep | undefined;
  /**
   * The fee that an account pays to the insurance fund for a liquidation fill, >= 0, or what the fund pays for it, < 0, in
   * quote quantums.
   *
   * @param deltaQuantums signed change of the position by this fill
   * @param fillQuoteQuantums worth of the fill, > 0
   */
  liquidationFee(
    account: ChainAccount,
    marketId: MarketId,
    deltaQuantums: Quantums,
    fillQuoteQuantums: QuoteQuantums,
  ): QuoteQuantums;
}
