import { marketContext } from '@perpstream/testing';
import { marketView } from '../../fixtures/market-view';
import { leg } from '../../fixtures/sized-ideas';
import { fundingCost1h } from './funding-cost';

const rates: Readonly<Record<string, number>> = { A: 0.001, B: -0.0004 };
function marketOf(market: string) {
  const nextFundingRate1h = rates[market];
  if (nextFundingRate1h === undefined) return market === 'C' ? marketView({ context: undefined }) : undefined;
  return marketView({ context: marketContext({ nextFundingRate1h }) });
}

describe('fundingCost1h', () => {
  it.each([
    ['a long pays a positive rate', [leg('A')], 1, 0.001],
    ['a short earns it', [leg('A')], -1, -0.001],
    ['a short pays a negative rate', [leg('A'), leg('B', -1)], 1, 0.0014],
    ['legs pay by their size', [leg('A', 0.5), leg('B', 2)], 1, -0.0003],
  ])('%s', (_name, legs, sign, expected) => {
    expect(fundingCost1h(legs, sign, marketOf)).toBeCloseTo(expected, 12);
  });

  it.each(['C', 'D'])('is not known while a rate is not known', (market) => {
    expect(fundingCost1h([leg('A'), leg(market)], 1, marketOf)).toBeUndefined();
  });
});
