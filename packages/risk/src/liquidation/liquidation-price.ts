import type { AccountMargin, MarginPosition } from '../margin/account-margin';

/**
 * The oracle price of one market at which the account would be liquidated with everything else fixed, in USD. An estimate:
 * the chain weighs the whole account at all oracle prices, each block.
 *
 * Undefined when there is no such price: no position, or a price below 0 (a long that is paid for in full).
 * @param position one of the positions that `margin` was computed from
 * @see v4-web `calculators/subaccount.ts` for the formula
 * @example
 * const position = { sizeBase: 1, oraclePriceUsd: 1_000, initialMarginFraction: 0.05, maintenanceMarginFraction: 0.03 };
 * liquidationPriceUsd(position, accountMargin(-900, [position])); // 927.835...
 */
export function liquidationPriceUsd(
  position: MarginPosition,
  margin: Pick<AccountMargin, 'equityUsd' | 'maintenanceMarginUsd'>,
): number | undefined {
  const { sizeBase, oraclePriceUsd, maintenanceMarginFraction } = position;
  const absoluteBase = Math.abs(sizeBase);
  const otherMaintenanceUsd = margin.maintenanceMarginUsd - absoluteBase * oraclePriceUsd * maintenanceMarginFraction;
  const shortfallUsd = otherMaintenanceUsd + sizeBase * oraclePriceUsd - margin.equityUsd;
  const priceUsd = shortfallUsd / (sizeBase - absoluteBase * maintenanceMarginFraction);
  return Number.isFinite(priceUsd) && priceUsd >= 0 ? priceUsd : undefined;
}

/**
 * How far the oracle price is from the liquidation price, as a fraction of the oracle price. Infinity when there is no
 * liquidation price, below 0 when it is passed already.
 */
export function liquidationDistance(position: MarginPosition, priceUsd: number | undefined): number {
  if (priceUsd === undefined) return Infinity;
  const { sizeBase, oraclePriceUsd } = position;
  return ((oraclePriceUsd - priceUsd) / oraclePriceUsd) * Math.sign(sizeBase);
}
