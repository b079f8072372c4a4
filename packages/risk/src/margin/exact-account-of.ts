import { decimalOf, type ChainAccount, type ChainPosition, type MarketId, type MarketRules } from '@perpstream/core';
import type { ExactAccount, ExactPosition, ExactTier } from './exact-position';
import { scaleByPowerOfTen } from './net-notional';

/** An account in integers whose positions know their market. `perpetualId` is the place in the list. */
export type MarketAccount = Omit<ExactAccount, 'positions'> & { readonly positions: readonly MarketPosition[] };

/** A position in integers with the rules of its market. */
export type MarketPosition = ExactPosition & { readonly rules: MarketRules };

function exactPosition(position: ChainPosition, perpetualId: number, tier: Required<ExactTier>): MarketPosition {
  const { rules, quantums, oraclePriceUsd, openInterestBase } = position;
  if (!(oraclePriceUsd > 0 && openInterestBase >= 0)) {
    throw new RangeError(
      `${rules.marketId} needs an oracle price > 0 and an open interest >= 0, were ${oraclePriceUsd}, ${openInterestBase}`,
    );
  }
  // The shortest text of a float64 is what the exchange wrote, so the digits are those of the chain's own price.
  const price = decimalOf(oraclePriceUsd);
  const openInterest = decimalOf(openInterestBase);
  // Written out, not spread: an object that begins with a spread gets a hidden class of its own.
  return {
    rules,
    perpetualId,
    initialMarginPpm: tier.initialMarginPpm,
    maintenanceFractionPpm: tier.maintenanceFractionPpm,
    openInterestLowerCap: tier.openInterestLowerCap,
    openInterestUpperCap: tier.openInterestUpperCap,
    customInitialMarginPpm: tier.customInitialMarginPpm,
    baseQuantums: quantums,
    atomicResolution: rules.atomicResolution,
    price: price.digits,
    priceExponent: price.exponent,
    openInterestBaseQuantums: scaleByPowerOfTen(openInterest.digits, openInterest.exponent - rules.atomicResolution),
  };
}

/**
 * An account in the integers of the chain, its open positions in the order of the markets' order book ids, as the chain keeps
 * them.
 *
 * @param tierFor the margin tier of a market
 * @throws RangeError when an oracle price or an open interest is no sound number: margin is never computed from a guess
 */
export function exactAccountOf(
  account: ChainAccount,
  tierFor: (rules: MarketRules) => Required<ExactTier>,
): MarketAccount {
  const open = [...account.positions.values()].filter(({ quantums }) => quantums !== 0n);
  open.sort((a, b) => a.rules.clobPairId - b.rules.clobPairId);
  return {
    usdcQuoteQuantums: account.quoteQuantums,
    positions: open.map((position, index) => exactPosition(position, index, tierFor(position.rules))),
  };
}

/** The position of a market. @throws RangeError when there is none */
export function positionIn(account: MarketAccount, marketId: MarketId): MarketPosition {
  const position = account.positions.find(({ rules }) => rules.marketId === marketId);
  if (position === undefined) throw new RangeError(`${marketId} has no open position in this account`);
  return position;
}
