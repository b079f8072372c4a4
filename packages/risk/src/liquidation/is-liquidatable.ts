import { exactAccountMargin } from '../margin/exact-account-margin';
import type { ExactAccount } from '../margin/exact-position';

/**
 * Whether the chain may liquidate a subaccount: its maintenance margin exceeds its collateral. Equality is safe, and an
 * account without positions is never liquidated, whatever it owes.
 *
 * @see v4-chain `lib/margin/risk.go` IsLiquidatable
 */
export function isLiquidatable(account: ExactAccount): boolean {
  const { maintenance, netCollateral } = exactAccountMargin(account);
  return maintenance > 0n && maintenance > netCollateral;
}
