import {
  fillQuoteQuantums,
  magnitude,
  quoteToUsd,
  toPriceUsd,
  toSizeBase,
  type ChainAccount,
  type MarketId,
  type Quantums,
  type QuoteQuantums,
} from '@perpstream/core';
import { exactAccountOf, positionIn } from '../margin/exact-account-of';
import { marginOf, type MarginOf, type PositionMargin } from '../margin/margin-of';
import { tierOf } from '../margin/tier-of';
import { liquidationStep } from './chain-margin';
import { liquidationFeeQuoteQuantums } from './insurance-fund-delta';
import { isLiquidatable } from './is-liquidatable';
import { liquidationConfig, type LiquidationConfig } from './liquidation-config';

/** The liquidation of one position, in numbers for people. */
export type LiquidationOf = Pick<
  PositionMargin,
  'liquidationPriceUsd' | 'liquidationDistance' | 'bankruptcyPriceUsd'
> & {
  readonly marketId: MarketId;
  /** Whether the chain may liquidate the account now, exact. */
  readonly isLiquidatable: boolean;
  /** What one block takes at most: signed change of the position in base units. */
  readonly blockSizeBase: number;
  /** The worst price at which the book may take it, on a tick, at the collateral of now; the oracle price, to a tick, while healthy. */
  readonly worstPriceUsd: number;
  /** The price at which another account takes it over when the book does not: what uses up the position's share of the collateral. */
  readonly takeOverPriceUsd: number;
  /** Fee when it fills at the worst price; < 0 when the insurance fund pays. */
  readonly feeAtWorstPriceUsd: number;
};

function floatMargin({ quoteQuantums, positions }: ChainAccount): MarginOf {
  return marginOf({
    quoteBalanceUsd: quoteToUsd(quoteQuantums),
    positions: [...positions].map(([marketId, { rules, quantums, oraclePriceUsd, openInterestBase }]) => ({
      marketId,
      sizeBase: toSizeBase(quantums, rules),
      oraclePriceUsd,
      rules,
      openInterestBase,
    })),
  });
}

/**
 * How the position of one market would be liquidated at the marks of now, whether or not the account is liquidatable yet: from
 * which price on, how much of it in one block, at which worst price, and at what fee.
 *
 * Prices at which it begins are float64 estimates with all else fixed; the rest comes from the chain's integers.
 * @param given governance values; those of genesis where absent
 * @throws RangeError when the account has no open position in the market, or a price or margin fraction is no sound number
 * @example liquidationOf(account, marketId('BTC-USD')).liquidationPriceUsd
 */
export function liquidationOf(
  account: ChainAccount,
  marketId: MarketId,
  given?: Partial<LiquidationConfig>,
): LiquidationOf {
  const config = liquidationConfig(given);
  const weighed = exactAccountOf(account, (rules) => tierOf(rules));
  const { perpetualId, rules } = positionIn(weighed, marketId);
  const step = liquidationStep(weighed, perpetualId, config);
  const size = magnitude(step.deltaQuantums) as Quantums;
  const worst = fillQuoteQuantums(size, step.fillableSubticks, rules);
  const { maxLiquidationFeePpm } = config;
  const fee = liquidationFeeQuoteQuantums(weighed, perpetualId, step.deltaQuantums, worst, maxLiquidationFeePpm);
  const { liquidationPriceUsd, liquidationDistance, bankruptcyPriceUsd } = floatMargin(account).positions.find(
    (position) => position.marketId === marketId,
  )!;
  return {
    marketId,
    isLiquidatable: isLiquidatable(weighed),
    liquidationPriceUsd,
    liquidationDistance,
    bankruptcyPriceUsd,
    blockSizeBase: toSizeBase(step.deltaQuantums, rules),
    worstPriceUsd: toPriceUsd(step.fillableSubticks, rules),
    takeOverPriceUsd: Math.abs(quoteToUsd(step.bankruptcyQuoteQuantums)) / toSizeBase(size, rules),
    feeAtWorstPriceUsd: quoteToUsd(fee as QuoteQuantums),
  };
}
