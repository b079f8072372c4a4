import type { StrategyDecision, StrategyInput } from '@perpstream/core';
import { describeNoLookahead, describeStrategyContract, type StrategySubject } from '@perpstream/testing';
import { quoteWalk } from '../../fixtures/quote-walk';
import { grid } from './grid';

const events = quoteWalk({ seconds: 60, seed: 5 });

const subject: StrategySubject = {
  name: 'grid',
  create: (scheduler) => grid({ scheduler, stepBps: 10, levelUsd: 100 }),
  events,
};

describeStrategyContract(subject);
describeNoLookahead<StrategyInput, StrategyDecision>({ ...subject, judgedBy: 'emitted' });

describeStrategyContract({
  name: 'grid in a range, arithmetic, that gives up its position outside',
  create: (scheduler) =>
    grid({
      scheduler,
      spacing: 'arithmetic',
      outside: 'flatten',
      stepBps: 10,
      ranges: { 'BTC-USD': { lowerUsd: 99.5, upperUsd: 100.5 } },
    }),
  events,
});
