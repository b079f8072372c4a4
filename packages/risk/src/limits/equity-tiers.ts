/** How many stateful orders an account with at least this equity may have open. */
export type EquityTier = { readonly minEquityUsd: number; readonly maxOrders: number };

/**
 * The tiers that the chain's documentation states; governance may change them.
 *
 * @see v4-documentation `equity-tier-limits.mdx`; on the chain `/dydxprotocol/clob/equity_tier`
 */
export const DEFAULT_EQUITY_TIERS: readonly EquityTier[] = [
  { minEquityUsd: 20, maxOrders: 10 },
  { minEquityUsd: 100, maxOrders: 20 },
  { minEquityUsd: 1_000, maxOrders: 40 },
  { minEquityUsd: 10_000, maxOrders: 100 },
  { minEquityUsd: 100_000, maxOrders: 200 },
];

/**
 * How many stateful orders (those kept in the chain's state: long-term and conditional) an account may have open. Short-term
 * orders have no such bound.
 *
 * @param equityUsd net collateral of the subaccount in USD; below the first tier, or not a number, nothing is allowed
 * @param tiers ascending by equity
 * @example equityTierOrders(1_500) // 40
 */
export function equityTierOrders(equityUsd: number, tiers: readonly EquityTier[] = DEFAULT_EQUITY_TIERS): number {
  return tiers.findLast(({ minEquityUsd }) => equityUsd >= minEquityUsd)?.maxOrders ?? 0;
}
