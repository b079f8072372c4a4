import type { Strategy } from '@perpstream/core';
import { auditTime, connect, defer, EMPTY, endWith, expand, ignoreElements, map, mergeMap, of, switchMap } from 'rxjs';
import { takeUntil, tap, timer, type Observable, type SchedulerLike } from 'rxjs';
import { PortfolioDesk, type Review } from './portfolio-desk';
import { portfolioSettings, type PortfolioStrategyOptions } from './portfolio-options';

/**
 * Makes a strategy of a model: the model says what it thinks should be held, the portfolio does the rest.
 *
 * Input: scores, processed data and account states of all markets, one stream. Output: `target` decisions, numbered from 0,
 * only when a target changes, each with the reasons of the idea, the gate that decided and the size.
 *
 * - All ideas are looked at together, at most every `sampleMs` while inputs come. What is wanted must stay the same for
 *   `confirmMs`, and hold at that moment; exit rules are obeyed at once.
 * - Hysteresis on conviction, minimum hold and cool-down per idea key. Exits by stop-loss, take-profit, trailing stop, time,
 *   decay of conviction and cost of funding.
 * - New exposure only when all legs pass the universe; leaving never asks.
 * - The best ideas get the `maxIdeas` places; positions and orders that no idea accounts for keep theirs.
 * - Sizes by the allocation, never above `budgetUsd` and `maxPositionUsd`; changes inside the rebalance band are not made.
 * - While the data of a market are not live, nothing is decided for its ideas and what was being confirmed is dropped.
 * - An entry of which the account shows neither position nor order after `coolDownMs` is taken back; an idea with a leg
 *   that the account showed and shows no longer is left as a whole. Without account states decisions count as held.
 *
 * State is born with each subscription. When the input ends, what is not yet confirmed is dropped.
 * @throws RangeError when an option is out of its bounds
 * @example
 * portfolioStrategy({ name: 'mine', scheduler, createModel: () => marketModel(rate), allocation: { maxIdeas: 5 } })
 * @see docs/concepts/portfolio.md
 */
export function portfolioStrategy(options: PortfolioStrategyOptions): Strategy {
  const settings = portfolioSettings(options);
  const { scheduler, timing } = settings;
  return (source$) =>
    defer(() => {
      const desk = new PortfolioDesk(settings);
      return source$.pipe(
        connect((inputs$) =>
          inputs$.pipe(
            tap((input) => desk.observe(input)),
            auditTime(timing.sampleMs, scheduler),
            switchMap(() => reviews(desk, scheduler)),
            mergeMap(({ decisions }) => decisions),
            takeUntil(inputs$.pipe(ignoreElements(), endWith('end'))),
          ),
        ),
      );
    });
}

/** Looks at the portfolio now, and whenever a confirmation ends. */
function reviews(desk: PortfolioDesk, scheduler: SchedulerLike): Observable<Review> {
  return of(desk.review()).pipe(
    expand(({ dueMs }) => {
      if (dueMs === undefined) return EMPTY;
      return timer(Math.max(0, dueMs - scheduler.now()), scheduler).pipe(map(() => desk.review()));
    }),
  );
}
