/** A strategy of your own: follow momentum and the trades behind it; size, exits and timing are the portfolio's. */
import type { Strategy, StrategyInput } from '@perpstream/core';
import { momentum, scoreBoard, tradeFlow } from '@perpstream/signals';
import { marketModel, portfolioStrategy } from '@perpstream/strategy';
import { marketHistory, replayEvents } from '@perpstream/testing';
import { merge, type OperatorFunction, type SchedulerLike } from 'rxjs';

function followTheTape(scheduler: SchedulerLike): Strategy {
  const model = marketModel(({ scores }) => {
    const { momentum: move, tradeFlow: tape } = scores ?? {};
    if (move === undefined || tape === undefined) return undefined;
    const reasons = [
      { name: 'momentum', value: move },
      { name: 'tradeFlow', value: tape },
    ];
    return { conviction: (2 * move + tape) / 150 - 1, reasons };
  });
  return portfolioStrategy({ name: 'followTheTape', scheduler, createModel: () => model });
}

// In a bot the events come from processMarketData; here they are a made-up hour of one market.
const events: StrategyInput[] = marketHistory({ seed: 3, durationMs: 3_600_000, bookMs: 1_000 });
const signals$ = scoreBoard([momentum(), tradeFlow()]) as OperatorFunction<StrategyInput, StrategyInput>;
const { outputs } = replayEvents(
  events,
  (scheduler) => (events$) => merge(events$, events$.pipe(signals$)).pipe(followTheTape(scheduler)),
);

for (const decision of outputs) {
  if (decision.kind !== 'target') continue;
  const why = decision.reasons.map(({ name, value }) => `${name} ${Number(value.toPrecision(3))}`).join(', ');
  console.log(`${decision.receivedMs / 1_000} s: ${decision.targetNotionalUsd.toFixed(0)} USD, since ${why}`);
}

/* prints
1492 s: 1000 USD, since momentum 89.3, tradeFlow 65.9, enter-conviction 0.629, max-ideas 1, equal-size-usd 1000
1687 s: 0 USD, since momentum 61.3, tradeFlow 53, exit-conviction 0.171
*/
