import { Observable, tap, type OperatorFunction, type Subscriber } from 'rxjs';
import type { ProcessedData, SignalEngine, SignalScores } from '@perpstream/core';
import { ScoreTable } from './score-table';

/**
 * Runs several engines over one subscription of the source and puts what they say of one event into one vector.
 *
 * For each input event it emits at most one `SignalScores` per market, after every engine has seen the event, so a vector
 * never mixes scores from before and after it. A vector has all scores that stand, also those that this event did not
 * change, in the order in which the signals first spoke in any market. A withdrawn score leaves the vector; when none is
 * left, one empty vector is emitted. What an engine emits on its own account between two events goes out with the next
 * event, or on completion.
 *
 * Completes with the source. An error of the source or of an engine is an error of the board.
 * @throws RangeError when there is no engine
 * @throws (through the error channel) RangeError when two engines score under the same name
 * @example processed$.pipe(scoreBoard([momentum(), volume(), volatility(), bookImbalance()]))
 */
export function scoreBoard(engines: readonly SignalEngine[]): OperatorFunction<ProcessedData, SignalScores> {
  if (engines.length === 0) throw new RangeError('engines must have at least 1 engine, had 0');
  return (source$) =>
    new Observable((subscriber) => {
      const table = new ScoreTable();
      const inputs = new Set<Subscriber<ProcessedData>>();
      const fed$ = new Observable<ProcessedData>((input) => {
        inputs.add(input);
        return () => inputs.delete(input);
      });
      const flush = (): void => table.takeChanged().forEach((vector) => subscriber.next(vector));
      const error = (reason: unknown): void => subscriber.error(reason);
      const seats = engines.map((engine$, seat) =>
        fed$.pipe(
          engine$,
          tap((said) => table.put(said, seat)),
        ),
      );
      seats.forEach((said$) => subscriber.add(said$.subscribe({ error })));
      return source$.subscribe({
        next: (event) => {
          inputs.forEach((input) => input.next(event));
          flush();
        },
        error,
        complete: () => {
          inputs.forEach((input) => input.complete());
          flush();
          subscriber.complete();
        },
      });
    });
}
