import type {
  ChainAccount,
  ChainMargin,
  LiquidationStep,
  MarketId,
  MarketRules,
  Quantums,
  QuoteQuantums,
  Subticks,
} from '@perpstream/core';
import { isolatedConflict } from '../accounts/isolated-conflict';
import { exactAccountMargin } from '../margin/exact-account-margin';
import { exactAccountOf, positionIn, type MarketAccount } from '../margin/exact-account-of';
import type { ExactTier } from '../margin/exact-position';
import { tierOf } from '../margin/tier-of';
import { isValidTransition } from '../margin/valid-transition';
import { bankruptcyPriceQuoteQuantums } from './bankruptcy-price';
import { fillablePrice } from './fillable-price';
import { fillableSubticks } from './fillable-subticks';
import { liquidationFeeQuoteQuantums } from './insurance-fund-delta';
import { isLiquidatable } from './is-liquidatable';
import { liquidatableBaseQuantums } from './liquidatable-size';
import { liquidationConfig, type LiquidationConfig } from './liquidation-config';

/** What the chain's margin rules depend on besides the account. */
export type ChainMarginOptions = {
  /** Governance values; those of genesis where absent. */
  readonly liquidation?: Partial<LiquidationConfig>;
  /** Initial margin fractions that the owner set on the chain per perpetual; they raise the initial margin alone. */
  readonly customInitialMarginFractions?: ReadonlyMap<MarketId, number>;
  /**
   * Which of so many open positions, in the order of their order book ids, is liquidated first: a whole number >= 0, taken modulo.
   * The chain draws it from the time of the block. The first one by default.
   */
  readonly firstPosition?: (openPositions: number) => number;
};

/**
 * The chain's own margin rules in exact integers: what an exchange on paper needs to judge and to liquidate an account like the
 * chain.
 *
 * Oracle prices and open interest are taken at their decimal digits. One liquidation step per block and subaccount; the chain may
 * take from further positions of the subaccount in the same block. `allows` holds the rule for isolated markets, too.
 * Every method throws a RangeError for an account with a price, an open interest or a margin fraction that is no sound number.
 * @throws RangeError when a governance value or a fraction that the owner set is out of its range
 * @see v4-chain `lib/margin/risk.go`, `x/subaccounts/lib/updates.go`, `x/clob/keeper/liquidations.go`
 * @example
 * const chain = chainMargin();
 * chain.requirements({ quoteQuantums, positions }).netCollateral;
 */
export function chainMargin(options: ChainMarginOptions = {}): ChainMargin {
  const { customInitialMarginFractions: custom, firstPosition = () => 0 } = options;
  const config = liquidationConfig(options.liquidation);
  custom?.forEach(requireFraction);
  const tiers = new WeakMap<MarketRules, Required<ExactTier>>();
  const tierFor = (rules: MarketRules): Required<ExactTier> => {
    let tier = tiers.get(rules);
    if (tier === undefined) tiers.set(rules, (tier = tierOf(rules, custom?.get(rules.marketId))));
    return tier;
  };
  const exact = (account: ChainAccount): MarketAccount => exactAccountOf(account, tierFor);

  return {
    requirements: (account) => exactAccountMargin(exact(account)),
    allows: (before, after) =>
      isolatedConflict(before, after) === undefined &&
      isValidTransition(exactAccountMargin(exact(before)), exactAccountMargin(exact(after))),
    liquidation: (account) => {
      const weighed = exact(account);
      if (!isLiquidatable(weighed)) return undefined;
      const count = weighed.positions.length;
      const first = firstPosition(count);
      if (!(Number.isInteger(first) && first >= 0)) {
        throw new RangeError(`firstPosition must give a whole number >= 0, was ${first}`);
      }
      return liquidationStep(weighed, first % count, config);
    },
    liquidationFee: (account, marketId, deltaQuantums, fillQuoteQuantums) => {
      const weighed = exact(account);
      const { perpetualId } = positionIn(weighed, marketId);
      const { maxLiquidationFeePpm } = config;
      return liquidationFeeQuoteQuantums(
        weighed,
        perpetualId,
        deltaQuantums,
        fillQuoteQuantums,
        maxLiquidationFeePpm,
      ) as QuoteQuantums;
    },
  };
}

function requireFraction(fraction: number, marketId: MarketId): void {
  if (fraction >= 0 && fraction <= 1) return;
  throw new RangeError(`customInitialMarginFractions of ${marketId} must be in [0, 1], was ${fraction}`);
}

/**
 * What the chain takes of the position at `index`, were the account liquidatable now.
 *
 * @throws RangeError when there is no such position, or the account has no maintenance margin
 */
export function liquidationStep(account: MarketAccount, index: number, config: LiquidationConfig): LiquidationStep {
  const position = account.positions[index];
  if (position === undefined) throw new RangeError(`the account has no position ${index}`);
  const { rules, perpetualId } = position;
  const delta = liquidatableBaseQuantums(position, rules.stepBaseQuantums, config);
  const price = fillablePrice(account, perpetualId, config);
  return {
    marketId: rules.marketId,
    deltaQuantums: delta as Quantums,
    fillableSubticks: fillableSubticks(price, position.baseQuantums > 0n, rules) as Subticks,
    bankruptcyQuoteQuantums: bankruptcyPriceQuoteQuantums(account, perpetualId, delta) as QuoteQuantums,
  };
}
