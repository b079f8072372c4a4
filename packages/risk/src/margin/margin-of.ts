import { bankruptcyPrice } from '../liquidation/bankruptcy-price';
import { liquidationDistance, liquidationPrice } from '../liquidation/liquidation-price';
import { accountMargin, type AccountMargin } from './account-margin';
import { ratedPosition, settledBalanceUsd, type MarginAccount, type RatedPosition } from './margin-account';

/** Margin of one position, within the account it stands in. USD at the oracle price. */
export type PositionMargin = RatedPosition & {
  /** Signed. */
  readonly notionalUsd: number;
  readonly initialMarginUsd: number;
  readonly maintenanceMarginUsd: number;
  /** Part of the account's gross notional, in [0, 1]. */
  readonly share: number;
  /** Its notional / equity of the account; Infinity when equity <= 0. */
  readonly leverage: number;
  /** Oracle price at which the account is liquidated with everything else fixed, see `liquidationPrice`. */
  readonly liquidationPriceUsd: number | undefined;
  /** Distance from oracle to liquidation price as a fraction of the oracle price, see `liquidationDistance`. */
  readonly liquidationDistance: number;
  /** Oracle price at which equity is 0 with everything else fixed, see `bankruptcyPrice`. */
  readonly bankruptcyPriceUsd: number | undefined;
};

/** Margin of an account and of every position in it. */
export type MarginOf = AccountMargin & {
  /** Balance with the funding that is due. */
  readonly quoteBalanceUsd: number;
  /** In the order they were given. */
  readonly positions: readonly PositionMargin[];
};

function positionMargin(position: RatedPosition, margin: AccountMargin): PositionMargin {
  const { marketId, sizeBase, oraclePriceUsd, initialMarginFraction, maintenanceMarginFraction } = position;
  const notionalUsd = sizeBase * oraclePriceUsd;
  const absoluteUsd = Math.abs(notionalUsd);
  const priceUsd = liquidationPrice(position, margin);
  // Written out: an object that begins with a spread gets a hidden class of its own, which makes this forty times as slow.
  return {
    marketId,
    sizeBase,
    oraclePriceUsd,
    initialMarginFraction,
    maintenanceMarginFraction,
    notionalUsd,
    initialMarginUsd: absoluteUsd * initialMarginFraction,
    maintenanceMarginUsd: absoluteUsd * maintenanceMarginFraction,
    share: absoluteUsd === 0 ? 0 : absoluteUsd / margin.grossNotionalUsd,
    leverage: absoluteUsd === 0 ? 0 : absoluteUsd / Math.max(margin.equityUsd, 0),
    liquidationPriceUsd: priceUsd,
    liquidationDistance: liquidationDistance(position, priceUsd),
    bankruptcyPriceUsd: bankruptcyPrice(position, margin),
  };
}

/**
 * The margin of an account by the chain's formulas: equity, requirements, free collateral and leverage of the whole, and of each
 * position its part of them, its liquidation price and the distance to it. Cross margin; an isolated subaccount is an account of
 * its own, see `marginOfParent`. Open orders do not count, see `marginAfter`.
 *
 * In float64, for decisions and for showing; `exactAccountMargin` has the chain's integers, `accountMargin` is the sum alone for
 * hot paths. What is no number comes out as NaN in all that depends on it.
 * @see v4-chain `lib/margin/risk.go` and v4-web `calculators/subaccount.ts` for the formulas
 * @example
 * const margin = marginOf({
 *   quoteBalanceUsd: -900,
 *   positions: [{ marketId: 'ETH-USD', sizeBase: 1, oraclePriceUsd: 1_000, initialMarginFraction: 0.05, maintenanceMarginFraction: 0.03 }],
 * });
 * margin.freeCollateralUsd; // 50
 * margin.positions[0]?.liquidationPriceUsd; // 927.835...
 */
export function marginOf(account: MarginAccount): MarginOf {
  const rated = account.positions.map((position) => ratedPosition(position));
  return marginOfRated(settledBalanceUsd(account), rated);
}

/** The same from positions whose fractions are known. */
export function marginOfRated(quoteBalanceUsd: number, rated: readonly RatedPosition[]): MarginOf {
  const margin = accountMargin(quoteBalanceUsd, rated);
  return { ...margin, quoteBalanceUsd, positions: rated.map((position) => positionMargin(position, margin)) };
}

/**
 * The largest notional that an account can add in one market with its free collateral, in USD; 0 when none is left, NaN when the
 * free collateral is not known.
 *
 * @param initialMarginFraction effective, of the market in question, in (0, 1]
 * @throws RangeError when the fraction is outside of that
 * @see v4-web `calculators/subaccount.ts`
 * @example buyingPowerUsd(marginOf(account), 0.05)
 */
export function buyingPowerUsd(
  { freeCollateralUsd }: Pick<AccountMargin, 'freeCollateralUsd'>,
  initialMarginFraction: number,
): number {
  if (!(initialMarginFraction > 0 && initialMarginFraction <= 1)) {
    throw new RangeError(`initialMarginFraction must be in (0, 1], was ${initialMarginFraction}`);
  }
  return Math.max(0, freeCollateralUsd) / initialMarginFraction;
}
