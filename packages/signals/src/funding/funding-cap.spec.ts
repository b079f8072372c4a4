import { marketRules } from '@perpstream/testing';
import { fundingCap1h } from './funding-cap';

describe('fundingCap1h', () => {
  it.each([
    // BTC at genesis: 6 x (5 % - 3 %) = 12 % for eight hours.
    ['a large-cap market', 0.05, 0.03, 0.015],
    ['a long-tail market', 0.2, 0.1, 0.075],
    ['equal margins', 0.1, 0.1, 0],
  ])('is that of %s', (_, initialMarginFraction, maintenanceMarginFraction, expected) => {
    expect(fundingCap1h(marketRules({ initialMarginFraction, maintenanceMarginFraction }))).toBeCloseTo(expected, 12);
  });

  it('is no bound while the rules are unknown', () => {
    expect(fundingCap1h(undefined)).toBe(Infinity);
  });
});
