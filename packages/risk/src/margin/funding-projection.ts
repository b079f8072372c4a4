import { marginOf } from './margin-of';
import type { HeldPosition, MarginAccount } from './margin-account';

/** What funding is expected to move, if the predicted rates stay. USD; > 0 is received, < 0 is paid. */
export type FundingProjection = {
  readonly perHourUsd: number;
  /** How long the free collateral pays for it; 0 when there is none, Infinity when nothing is paid on balance. */
  readonly hoursOfFreeCollateral: number;
  /** In the order of the account's positions. */
  readonly positions: readonly { readonly marketId: string; readonly perHourUsd: number }[];
};

/**
 * What a position is expected to receive (+) or pay (-) at the next full hour, in USD at the oracle price; NaN without a rate.
 *
 * The rate is a prediction that moves until the hour is over.
 * @see v4-chain `x/perpetuals/keeper/perpetual.go`: longs pay a positive rate
 * @example fundingPerHourUsd({ sizeBase: -4, oraclePriceUsd: 2_500, nextFundingRate1h: 0.00002 }); // 0.2
 */
export function fundingPerHourUsd({
  sizeBase,
  oraclePriceUsd,
  nextFundingRate1h = NaN,
}: Pick<HeldPosition, 'sizeBase' | 'oraclePriceUsd' | 'nextFundingRate1h'>): number {
  return 0 - sizeBase * oraclePriceUsd * nextFundingRate1h;
}

/**
 * Funding per hour of an account and of each of its positions, and how many hours of it the free collateral pays for.
 *
 * NaN in the sums while the rate of one position is not known.
 * @example fundingProjection({ quoteBalanceUsd, positions }).hoursOfFreeCollateral
 */
export function fundingProjection(account: MarginAccount): FundingProjection {
  const positions = account.positions.map((position) => ({
    marketId: position.marketId,
    perHourUsd: fundingPerHourUsd(position),
  }));
  const perHourUsd = positions.reduce((sum, position) => sum + position.perHourUsd, 0);
  const freeUsd = Math.max(0, marginOf(account).freeCollateralUsd);
  return { perHourUsd, hoursOfFreeCollateral: perHourUsd >= 0 ? Infinity : freeUsd / -perHourUsd, positions };
}
