import type { ProcessedData, SignalEngine, SignalScore } from '@perpstream/core';
import { Observable, tap, type Subscriber } from 'rxjs';
import type { ScoreTable } from './score-table';
import type { Seat } from './seat';

/** The seat of an engine of which nothing is known but that it is an operator: it gets every event through a stream. */
export class OperatorSeat implements Seat {
  readonly said$: Observable<SignalScore>;
  /** Where it reads: none once it has ended, several when it subscribes to its source several times. */
  readonly #inputs = new Set<Subscriber<ProcessedData>>();

  constructor(index: number, engine$: SignalEngine, table: ScoreTable) {
    const fed$ = new Observable<ProcessedData>((input) => {
      this.#inputs.add(input);
      return () => this.#inputs.delete(input);
    });
    const put = (said: SignalScore): void =>
      table.put(table.rowOf(said.marketId), index, said.signal, said.score ?? null, said);
    this.said$ = fed$.pipe(engine$, tap(put));
  }

  reads(): boolean {
    return true;
  }

  see(event: ProcessedData): void {
    this.#inputs.forEach((input) => input.next(event));
  }

  seeInterruption(event: ProcessedData): void {
    this.see(event);
  }

  seeOther(event: ProcessedData): void {
    this.see(event);
  }

  complete(): void {
    this.#inputs.forEach((input) => input.complete());
  }
}
