import { Observable, type OperatorFunction } from 'rxjs';
import type { ProcessedData, SignalEngine, SignalScores } from '@perpstream/core';
import { planOf, type EventKind } from '../engine/engine-plan';
import { belongsToMarket, isInterruption } from '../engine/market-event';
import { ModelSeat } from './model-seat';
import { OperatorSeat } from './operator-seat';
import { ScoreTable } from './score-table';
import type { Seat } from './seat';

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
      const table = new ScoreTable(engines.length);
      const error = (reason: unknown): void => subscriber.error(reason);
      const seats = engines.map((engine$, index) => seatOf(engine$, index, table));
      seats.forEach(({ said$ }) => subscriber.add(said$.subscribe({ error })));
      const show = shower(seats, table);
      const flush = (): void => table.takeChanged().forEach((vector) => subscriber.next(vector));
      return source$.subscribe({
        next: (event) => {
          try {
            show(event);
          } catch (reason) {
            error(reason);
          }
          flush();
        },
        error,
        complete: () => {
          seats.forEach((seat) => seat.complete());
          flush();
          subscriber.complete();
        },
      });
    });
}

function seatOf(engine$: SignalEngine, index: number, table: ScoreTable): Seat {
  const plan = planOf(engine$);
  return plan === undefined ? new OperatorSeat(index, engine$, table) : new ModelSeat(index, plan, table);
}

/** The function that shows an event to all seats that read it, in their order. */
function shower(seats: readonly Seat[], table: ScoreTable): (event: ProcessedData) => void {
  const readers = new Map<EventKind, readonly Seat[]>();
  const readersOf = (kind: EventKind): readonly Seat[] => {
    let found = readers.get(kind);
    if (found === undefined) readers.set(kind, (found = seats.filter((seat) => seat.reads(kind))));
    return found;
  };
  return (event) => {
    if (!belongsToMarket(event)) {
      for (const seat of seats) seat.seeOther(event);
      return;
    }
    const row = table.rowOf(event.marketId);
    if (isInterruption(event)) for (const seat of seats) seat.seeInterruption(event, row);
    else for (const seat of readersOf(event.kind)) seat.see(event, row);
  };
}
