import type { StrategyDecision, StrategyInput } from '@perpstream/core';
import { describeNoLookahead, describeStrategyContract, type StrategySubject } from '@perpstream/testing';
import { quoteWalk, WALK_BAR_MS } from '../../fixtures/quote-walk';
import { marketMaker } from './market-maker';

const estimates = { barMs: WALK_BAR_MS, warmUpBars: 3 };
const events = quoteWalk({ seconds: 60, seed: 3 });

const subject: StrategySubject = {
  name: 'marketMaker',
  create: (scheduler) => marketMaker({ scheduler, estimates }),
  events,
};

describeStrategyContract(subject);
describeNoLookahead<StrategyInput, StrategyDecision>({ ...subject, judgedBy: 'emitted' });

describeStrategyContract({
  name: 'marketMaker with a horizon and a fixed intensity, one market',
  create: (scheduler) =>
    marketMaker({ scheduler, estimates, form: 'avellaneda-stoikov', estimateIntensity: false, maxMarkets: 1 }),
  events,
});
