import type { RiskAction, RiskState } from '@perpstream/core';
import { Observable, type OperatorFunction } from 'rxjs';
import { checkRiskOptions } from './check-options';
import { RiskBook } from './risk-book';
import type { CheckedRiskOptions, RiskInput, RiskOptions } from './risk-options';
import { riskStateOf } from './risk-state-of';
import { stampOf } from './stamp-of';

/** The state behind `monitorRisk`: takes an input, tells what follows from it. */
class RiskMonitor {
  readonly #book: RiskBook;
  #cause = 0;

  constructor(options: CheckedRiskOptions) {
    this.#book = new RiskBook(options);
    this.#book.protections.journal.open();
  }

  take(input: RiskInput, tell: (event: RiskState | RiskAction) => void): void {
    const at = stampOf(input, this.#cause);
    this.#cause = at.cause;
    if (this.#book.apply(input) === 'none') return;
    for (const action of this.#book.protections.journal.take()) tell({ ...at, ...action });
    const state = riskStateOf(this.#book, at);
    if (state !== undefined) tell(state);
  }
}

/**
 * Watches the risk of the account by the chain's formulas, at oracle prices, and tells what protects it.
 *
 * Emits a `RiskState` on every account event, when a mark (oracle price, or a margin input that was missing) of an open position
 * changes, and when a lock or the level changes, by an event or by the time that comes with any event. Before it, a `trip` or
 * `release` for each lock that began or ended, and a `level` for a change of the level, once each.
 *
 * No state is sent until the account and all inputs for its open positions are known: nothing is guessed. When a mark stays
 * unknown, the level becomes `warning` and `oracle-freeze` trips, so that silence is no comfort. The day's result starts with the
 * first equity of the run, then with each UTC day of `receivedMs`; transfers are neither gain nor loss.
 *
 * A level begins at once when a measure reaches its bound (see `RiskLevelOptions`) and ends when all were better by a margin for a
 * hold time. `timeToLiquidationMs` carries on the drift of the marks over 1, 5 and 15 minutes, the worst of the three, from one minute
 * after a position was opened.
 * @throws RangeError when a limit or option is out of its range
 * @see v4-chain `lib/margin/risk.go` for the formulas of margin; `docs/guides/protections.md` for levels and protections
 * @example merge(processed$, account$, commands$).pipe(monitorRisk({ limits: { maxDailyLossUsd: 500 } }))
 */
export function monitorRisk(options: RiskOptions = {}): OperatorFunction<RiskInput, RiskState | RiskAction> {
  const checked = checkRiskOptions(options);
  return (source$) =>
    new Observable((subscriber) => {
      const monitor = new RiskMonitor(checked);
      const tell = (event: RiskState | RiskAction): void => subscriber.next(event);
      return source$.subscribe({
        next: (input) => monitor.take(input, tell),
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
    });
}
