import { exactAccountMargin, type ExactAccountMargin } from '../margin/exact-account-margin';
import type { ExactAccount, ExactPosition } from '../margin/exact-position';

/** The position that a liquidation takes from, with the margin of the account it stands in. */
export type PositionToLiquidate = { readonly position: ExactPosition; readonly margin: ExactAccountMargin };

/**
 * Finds a position by its perpetual.
 *
 * @throws RangeError when there is none, or when the account has no maintenance margin to share losses by
 */
export function positionToLiquidate(account: ExactAccount, perpetualId: number): PositionToLiquidate {
  const position = account.positions.find((candidate) => candidate.perpetualId === perpetualId);
  if (position === undefined || position.baseQuantums === 0n) {
    throw new RangeError(`perpetualId ${perpetualId} has no open position in this account`);
  }
  const margin = exactAccountMargin(account);
  if (margin.maintenance === 0n) throw new RangeError('the account has no maintenance margin, it cannot be liquidated');
  return { position, margin };
}
