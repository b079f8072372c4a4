import type { AccountMargin, MarginPosition } from '../margin/account-margin';
import { thresholdPrice } from './threshold-price';

/**
 * The oracle price of one market at which the account is liquidated with everything else fixed, in USD. An estimate: the chain
 * weighs the whole account at all oracle prices, each block. An isolated position is an account of its own.
 *
 * Undefined when there is no such price: no position, or a long that is paid for in full. An account that is liquidatable at
 * every price of the market gets 0 for a short and Infinity for a long: passed already. NaN when an input is no number.
 * @param position one of the positions that `margin` was computed from
 * @param margin of `accountMargin` or `marginOf`
 * @see v4-web `calculators/subaccount.ts` for the formula; it shows nothing where this is 0 for a short
 * @example
 * const position = { sizeBase: 1, oraclePriceUsd: 1_000, initialMarginFraction: 0.05, maintenanceMarginFraction: 0.03 };
 * liquidationPrice(position, accountMargin(-900, [position])); // 927.835...
 */
export function liquidationPrice(
  position: MarginPosition,
  margin: Pick<AccountMargin, 'equityUsd' | 'maintenanceMarginUsd'>,
): number | undefined {
  const { sizeBase, oraclePriceUsd, maintenanceMarginFraction } = position;
  const absoluteBase = Math.abs(sizeBase);
  const otherMaintenanceUsd = margin.maintenanceMarginUsd - absoluteBase * oraclePriceUsd * maintenanceMarginFraction;
  const shortfallUsd = otherMaintenanceUsd + sizeBase * oraclePriceUsd - margin.equityUsd;
  return thresholdPrice(sizeBase, shortfallUsd, sizeBase - absoluteBase * maintenanceMarginFraction);
}

/**
 * How far the oracle price is from the liquidation price, as a fraction of the oracle price. Infinity when there is no
 * liquidation price, below 0 when it is passed already, NaN when it is not known.
 */
export function liquidationDistance(position: MarginPosition, priceUsd: number | undefined): number {
  if (priceUsd === undefined) return Infinity;
  const { sizeBase, oraclePriceUsd } = position;
  return ((oraclePriceUsd - priceUsd) / oraclePriceUsd) * Math.sign(sizeBase);
}
