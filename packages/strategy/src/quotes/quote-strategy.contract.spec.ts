import { midPriceUsd } from '@perpstream/core';
import { describeStrategyContract } from '@perpstream/testing';
import { quoteWalk } from '../../fixtures/quote-walk';
import { quoteStrategy } from './quote-strategy';

describeStrategyContract({
  name: 'quoteStrategy with a model that leans by a score',
  create: (scheduler) =>
    quoteStrategy({
      name: 'lean',
      scheduler,
      createModel: () => ({
        quotes: ({ market: { top, scores } }) => {
          const lean = scores?.['bookImbalance'];
          if (lean === undefined) return undefined;
          const midUsd = midPriceUsd(top) + (lean - 50) / 500;
          return {
            bid: { priceUsd: midUsd - 0.1, sizeBase: 1 },
            ask: { priceUsd: midUsd + 0.1, sizeBase: 1 },
            confidence: 1,
            reasons: [{ name: 'bookImbalance', value: lean }],
          };
        },
      }),
    }),
  events: quoteWalk({ seconds: 40, seed: 7 }),
});
