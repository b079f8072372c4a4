import { marketId } from '@perpstream/core';
import { describeNoLookahead, describeStrategyContract, signalScores } from '@perpstream/testing';
import { priced } from '../../fixtures/idea-script';
import { noise, opened, stamped } from '../../fixtures/minute-bars';
import { crossSectional } from './cross-sectional';

const markets = Array.from({ length: 10 }, (_, i) => marketId(`M${i}-USD`));
const next = noise(2);
const momenta = markets.map(() => 50);
const steps = Array.from({ length: 60 }, (_, i) =>
  stamped(
    1_000 * (i + 1),
    markets.flatMap((market, m) => {
      momenta[m] = Math.min(100, Math.max(0, momenta[m]! + 8 * next()));
      return [priced(market, 100 + next()), signalScores({ momentum: momenta[m] }, { marketId: market })];
    }),
  ),
);
const events = [
  ...stamped(
    0,
    markets.flatMap((market) => opened(market)),
  ),
  ...steps.flat(),
];
const create = (scheduler: Parameters<Parameters<typeof describeStrategyContract>[0]['create']>[0]) =>
  crossSectional({ scheduler, weights: { momentum: 1 }, rebalanceMs: 5_000, hysteresis: { minHoldMs: 0 } });

describeStrategyContract({ name: 'crossSectional', create, events });
describeNoLookahead({ name: 'crossSectional', create, events, judgedBy: 'emitted' });
