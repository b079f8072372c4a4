import { DEFAULT_EQUITY_TIERS, equityTierOrders } from './equity-tiers';

describe('equityTierOrders', () => {
  it.each([
    [-5, 0],
    [0, 0],
    [19.99, 0],
    [20, 10],
    [99.99, 10],
    [100, 20],
    [999.99, 20],
    [1_000, 40],
    [9_999.99, 40],
    [10_000, 100],
    [99_999.99, 100],
    [100_000, 200],
    [Infinity, 200],
    [NaN, 0],
  ])('an account with %d USD may have %d stateful orders', (equityUsd, orders) => {
    expect(equityTierOrders(equityUsd)).toBe(orders);
    expect(equityTierOrders(equityUsd, DEFAULT_EQUITY_TIERS)).toBe(orders);
  });

  it('takes other tiers', () => {
    const tiers = [
      { minEquityUsd: 0, maxOrders: 1 },
      { minEquityUsd: 50, maxOrders: 3 },
    ];
    expect([-1, 0, 49, 50].map((usd) => equityTierOrders(usd, tiers))).toEqual([0, 1, 1, 3]);
    expect(equityTierOrders(1_000, [])).toBe(0);
  });
});
