import type { Attribution, FaultSink, Strategy, StrategyDecision, StrategyInput } from '@perpstream/core';
import { filter, map, merge, Observable, type Subscriber } from 'rxjs';
import { Desk } from './desk';
import { checkSeats, type DeskSeat } from './desk-seat';

/** What `strategyDesk` can be told. */
export type StrategyDeskOptions = {
  /** The strategies; the first has the first say where two cannot go together. */
  readonly seats: readonly DeskSeat[];
  /** Takes a `conflict` fault whenever a strategy begins to wait for a market that another one has. */
  readonly faults: FaultSink;
  /** Takes, after every change of the account, what each strategy holds and has paid. */
  readonly attribute?: (attribution: Attribution) => void;
};

/**
 * Runs several strategies on one account, each with a budget of its own, as one strategy.
 *
 * - Every strategy sees all inputs, and an account that shows its own positions alone: what it asked for, as it was filled.
 *   Money and totals are those of the whole account. Orders are shown to all strategies that share their market.
 * - A decision is cut to the strategy's budget (reason `strategy-budget`). What one strategy uses of its budget changes no
 *   decision of another. Reducing is never cut.
 * - Targets of several strategies in one market are added up, in base units as each of them decided. The decision names
 *   them (`a+b`) and says what each wants (`parts`); confidence and reasons are those of the strategy that moved.
 *   Strategies that want the opposite of each other trade with one another at the mid, without an order and its costs.
 * - Quotes share a market with nothing else, since nobody could say whose a fill is. The first strategy there keeps it
 *   until it wants and holds nothing of it any more; others wait, which is a `conflict` fault once, and follow then.
 * - A change of a position belongs to those who wanted it, in proportion to what they lack; else to those whose part it
 *   reduces; else to the strategy whose order is open there (it came too late); else to the owner. Sizes add up to the
 *   account exactly, money up to rounding.
 *
 * Decisions are numbered anew from 0; one that changes nothing is not sent. State is born with each subscription.
 * Completes with the source; an error of a strategy is an error of the desk.
 * @throws RangeError naming the seat, the value and the bound
 * @example
 * inputs$.pipe(
 *   strategyDesk({
 *     seats: [
 *       { name: 'momentum', strategy$: momentumSniper({ scheduler }), budgetUsd: 3_000 },
 *       { name: 'carry', strategy$: fundingCarry({ scheduler }), budgetUsd: 5_000 },
 *     ],
 *     faults,
 *   }),
 * );
 */
export function strategyDesk({ seats, faults, attribute = () => undefined }: StrategyDeskOptions): Strategy {
  checkSeats(seats);
  return (source$) =>
    new Observable<StrategyDecision>((subscriber) => {
      const desk = new Desk(seats, { faults, attribute });
      const feeds: Subscriber<StrategyInput>[] = [];
      const decisions$ = seats.map(({ strategy$ }, seat) =>
        new Observable<StrategyInput>((feed) => {
          feeds[seat] = feed;
        }).pipe(
          strategy$,
          map((decision) => desk.decide(seat, decision)),
          filter((decision) => decision !== undefined),
        ),
      );
      subscriber.add(
        merge(...decisions$).subscribe({
          next: (decision) => subscriber.next(decision),
          error: (error: unknown) => subscriber.error(error),
        }),
      );
      return source$.subscribe({
        next: (input) => {
          for (const decision of desk.observe(input)) subscriber.next(decision);
          feeds.forEach((feed, seat) => feed.next(desk.inputFor(seat, input)));
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => {
          feeds.forEach((feed) => feed.complete());
          subscriber.complete();
        },
      });
    });
}
