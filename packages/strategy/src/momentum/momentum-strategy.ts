import { debounceByMarket, type Strategy } from '@perpstream/core';
import { auditTime, connect, defer, endWith, filter, ignoreElements, map, mergeMap, takeUntil } from 'rxjs';
import { MomentumDesk } from './momentum-desk';
import { momentumSettings, type MomentumStrategyOptions } from './momentum-options';

/**
 * Follows momentum that other signals confirm, across all markets at once, and decides only when what it wants changes.
 *
 * Input: scores, processed data (quality, context and books count) and account states of all markets, one stream.
 * Output: `target` decisions of +`positionNotionalUsd`, -`positionNotionalUsd` or 0 USD, numbered from 0, named
 * `momentum`, with every weighted score and the rule that led to them as reasons. `receivedMs` and `cause` are those of the
 * latest input they rest on: the scores, or the account that does not show an entry.
 *
 * - Confidence in a direction is the weighted mean of the scores' agreement with it (`confidenceOf`). A market is entered
 *   at `enterConfidence` and left below `exitConfidence` in the held direction (`nextExposure`); `minHoldMs` and
 *   `coolDownMs` bound how fast that may alternate.
 * - All markets are evaluated together, at most every `sampleMs`. What is wanted must stay the same for `confirmMs`, and
 *   hold at that moment, before it is decided.
 * - The best markets get the `maxPositions` places (`selectMarkets`). Positions, open orders and entries under confirmation
 *   keep theirs.
 * - New exposure is taken in tradable markets alone (`mayEnter`); leaving is always possible while data are live.
 * - While the data of a market are not live, nothing is decided for it and its wish under confirmation is dropped. While a
 *   weighted score is missing, as in a warm-up, nothing new is wanted and a position is kept. So it is silent until all
 *   weighted signals of a market are warm.
 * - An entry of which the account shows neither position nor open order `coolDownMs` later (refused, not filled, or closed
 *   by others) is taken back by a target of 0 and may then be decided anew. Without account states it counts as held.
 *
 * State is born with each subscription. When the input ends, what is not yet confirmed is dropped.
 * @throws RangeError when an option is out of its bounds
 * @example input$.pipe(momentumStrategy({ scheduler, maxPositions: 5, enterConfidence: 0.85 }))
 * @see docs/concepts/momentum-strategy.md
 */
export function momentumStrategy(options: MomentumStrategyOptions): Strategy {
  const settings = momentumSettings(options);
  const { scheduler, sampleMs, confirmMs } = settings;
  return (source$) =>
    defer(() => {
      const desk = new MomentumDesk(settings);
      return source$.pipe(
        connect((inputs$) =>
          inputs$.pipe(
            filter((input) => desk.observe(input)),
            auditTime(sampleMs, scheduler),
            mergeMap(() => desk.changedWishes()),
            debounceByMarket(confirmMs, scheduler),
            map((wish) => desk.decide(wish)),
            filter((decision) => decision !== undefined),
            takeUntil(inputs$.pipe(ignoreElements(), endWith('end'))),
          ),
        ),
      );
    });
}
