import type { ExactAccountMargin } from './exact-account-margin';

/**
 * Whether the chain lets a subaccount go from one state to another by a fill or a transfer, funding settled and fees taken in
 * both.
 *
 * Always when the initial margin is covered afterwards. Otherwise the account may only get better: the maintenance margin must
 * not rise, and collateral per maintenance margin must not fall. So closing the last position of an account is refused when it
 * leaves a debt. Without any maintenance margin, before and after, the collateral must grow. Exact: ratios are compared by
 * multiplying crosswise.
 * @see v4-chain `x/subaccounts/lib/updates.go` IsValidStateTransitionForUndercollateralizedSubaccount, `lib/margin/risk.go` Cmp
 * @example isValidTransition(exactAccountMargin(before), exactAccountMargin(after))
 */
export function isValidTransition(before: ExactAccountMargin, after: ExactAccountMargin): boolean {
  if (after.netCollateral >= after.initial) return true;
  if (after.maintenance > before.maintenance) return false;
  if (before.maintenance === 0n) return after.netCollateral > before.netCollateral;
  if (after.maintenance === 0n) return false;
  return after.netCollateral * before.maintenance >= before.netCollateral * after.maintenance;
}
