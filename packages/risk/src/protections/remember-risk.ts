import { Observable, type OperatorFunction } from 'rxjs';
import { checkRiskOptions } from '../monitor/check-options';
import { RiskBook } from '../monitor/risk-book';
import type { RiskInput, RiskOptions } from '../monitor/risk-options';
import type { RiskMemory } from './risk-memory';

/**
 * Tells what a restart must not forget, for the option `memory` of the next run: where the day, week and month started, the peak of
 * equity, the funding paid, the locks that hold.
 *
 * Emits on every account event, change of a mark of an open position, and change of a lock, from the first known equity on; whoever
 * writes it down takes the latest now and then. A transfer made while no run was watching counts as gain or loss.
 * @param options those of `monitorRisk`
 * @throws RangeError when a limit or option is out of its range
 * @example riskInputs$.pipe(rememberRisk(options), auditTime(10_000, scheduler)) // write each to a file
 */
export function rememberRisk(options: RiskOptions = {}): OperatorFunction<RiskInput, RiskMemory> {
  const checked = checkRiskOptions(options);
  return (source$) =>
    new Observable((subscriber) => {
      const book = new RiskBook(checked);
      return source$.subscribe({
        next: (input) => {
          if (book.apply(input) === 'none') return;
          const memory = book.protections.memory();
          if (memory !== undefined) subscriber.next(memory);
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
    });
}
