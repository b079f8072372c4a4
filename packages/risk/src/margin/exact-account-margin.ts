import type { ExactAccount } from './exact-position';
import { marginRequirements } from './margin-requirements';
import { netNotionalQuoteQuantums } from './net-notional';

/** Collateral and requirements of a whole subaccount, in quote quantums. */
export type ExactAccountMargin = {
  /** Balance plus the value of all positions; may be negative. */
  readonly netCollateral: bigint;
  readonly initial: bigint;
  readonly maintenance: bigint;
};

/**
 * Net collateral, initial and maintenance margin of a subaccount, exactly as the chain computes them.
 *
 * @see v4-chain `lib/margin/risk.go`
 */
export function exactAccountMargin(account: ExactAccount): ExactAccountMargin {
  let netCollateral = account.usdcQuoteQuantums;
  let initial = 0n;
  let maintenance = 0n;
  for (const position of account.positions) {
    const required = marginRequirements(position);
    netCollateral += netNotionalQuoteQuantums(position);
    initial += required.initial;
    maintenance += required.maintenance;
  }
  return { netCollateral, initial, maintenance };
}
