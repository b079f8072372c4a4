import type { ProcessedData, Stamp } from '@perpstream/core';
import { Observable, type OperatorFunction } from 'rxjs';
import { AccountTable } from './account-table';
import type { AccountStanding, LiquidationVerdict, WatchedAccount } from './liquidation-verdict';

/** Options of `watchAccounts`. */
export type WatchAccountsOptions = {
  /**
   * Distances to liquidation, as fractions of a mark, each > 0 and finite, at which a verdict is due. 0.05 by default: near is an
   * account that one mark's move of 5 % liquidates.
   */
  readonly distanceBounds?: readonly number[];
};

const NEAR = 0.05;

function verdictOf(standing: AccountStanding, { receivedMs, cause }: Stamp): LiquidationVerdict {
  return { kind: 'liquidation-verdict', receivedMs, cause, ...standing };
}

/**
 * Watches the margin of many accounts and says when one can be liquidated, or nearly so.
 *
 * Takes accounts (`watched-account`, which replaces what was known of an account) and the contexts of markets; everything else
 * passes by. Emits a verdict when an account comes, and then each time its verdict changes: liquidatable or back, inside a
 * distance bound or out, known or not. One mark can change the verdicts of many accounts; they come one after the other, with the
 * stamp of the event that made them. An account whose margin needs a mark or a margin tier that is not known, or a number that is
 * none, is `unknown`, never safe. An oracle price that is not > 0 makes its market unknown until the next good one.
 * @throws RangeError when a distance bound is not a positive finite number
 * @see v4-chain `lib/margin/risk.go` IsLiquidatable
 * @example merge(accounts$, processed$).pipe(watchAccounts({ distanceBounds: [0.1, 0.02] }))
 */
export function watchAccounts(
  options: WatchAccountsOptions = {},
): OperatorFunction<ProcessedData | WatchedAccount, LiquidationVerdict> {
  const { distanceBounds = [NEAR] } = options;
  for (const bound of distanceBounds) {
    if (!(bound > 0 && bound < Infinity)) {
      throw new RangeError(`distanceBounds must be finite numbers > 0, was ${bound}`);
    }
  }
  return (source$) =>
    new Observable((subscriber) => {
      const table = new AccountTable(distanceBounds);
      return source$.subscribe({
        next: (event) => {
          if (event.kind === 'watched-account') {
            const standing = table.setAccount(event);
            if (standing !== undefined) subscriber.next(verdictOf(standing, event));
          } else if (event.kind === 'context') {
            for (const standing of table.applyContext(event)) subscriber.next(verdictOf(standing, event));
          }
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
    });
}
