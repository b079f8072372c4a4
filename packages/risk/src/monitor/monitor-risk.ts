import { unixMs, type RiskState } from '@perpstream/core';
import { defer, filter, map, type OperatorFunction } from 'rxjs';
import { checkRiskOptions } from './check-options';
import { RiskBook } from './risk-book';
import type { RiskInput, RiskOptions } from './risk-options';
import { riskStateOf } from './risk-state-of';

/**
 * Watches the risk of the account by the chain's formulas, at oracle prices.
 *
 * Emits on every account event, when a mark (oracle price, or a margin input that was missing) of an open position changes,
 * and when the operator halts or resumes. Silent until the account and all inputs for its open positions are known: nothing
 * is guessed. The day's result starts with the first equity of the run, then with each UTC day of `receivedMs`; deposits and
 * withdrawals count as gain and loss.
 * @throws RangeError when a limit or option is out of its range
 * @see v4-chain `lib/margin/risk.go` for the formulas
 * @example merge(processed$, account$, commands$).pipe(monitorRisk({ limits: { maxDailyLossUsd: 500 } }))
 */
export function monitorRisk(options: RiskOptions = {}): OperatorFunction<RiskInput, RiskState> {
  const checked = checkRiskOptions(options);
  return (source$) =>
    defer(() => {
      const book = new RiskBook(checked);
      let cause = 0;
      return source$.pipe(
        map((input) => {
          // A command carries no position in the run log: what follows from it refers to the event before.
          if (input.kind !== 'command') cause = input.cause;
          if (book.apply(input) === 'none') return undefined;
          const receivedMs = input.kind === 'command' ? unixMs(input.receivedUs / 1_000) : input.receivedMs;
          return riskStateOf(book, { receivedMs, cause });
        }),
        filter((state) => state !== undefined),
      );
    });
}
