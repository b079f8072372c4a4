import { forcedFlow } from '@perpstream/testing';
import { ForcedBalance } from './forced-balance';

const options = { forcedHalfLifeMs: 60_000, normHalfLifeMs: 1_800_000, forcedShare: 0.1 };

/** A market that trades 1,000 USD a second. */
function usualMarket(): ForcedBalance {
  const balance = new ForcedBalance(options);
  for (let second = 0; second < 600; second += 1) balance.trade(1_000, second === 0 ? 0 : 1_000);
  return balance;
}

/** What is usually traded in the time constant of a minute's half life, times a tenth. */
const MUCH_USD = (0.1 * 1_000 * 60) / Math.LN2;

describe('ForcedBalance', () => {
  it('is 0 without forced trades, and before any trade', () => {
    expect([usualMarket().value, new ForcedBalance(options).value]).toEqual([0, 0]);
  });

  it.each([
    ['sell', -0.5],
    ['buy', 0.5],
  ] as const)('is half way when as much as is much is forced to %s', (side, expected) => {
    const balance = usualMarket();
    balance.force(forcedFlow({ side, usd: MUCH_USD }));
    expect(balance.value).toBeCloseTo(expected, 2);
  });

  it('weighs both sides against each other, old ones less', () => {
    const balance = usualMarket();
    balance.force(forcedFlow({ side: 'sell', usd: MUCH_USD }));
    for (let second = 0; second < 60; second += 1) balance.trade(1_000, 1_000);
    balance.force(forcedFlow({ side: 'buy', usd: MUCH_USD }));
    // Half a much of longs is left beside a whole one of shorts.
    expect(balance.value).toBeCloseTo(0.5 / 2.5, 2);
  });

  it('fades when nothing more is forced', () => {
    const balance = usualMarket();
    balance.force(forcedFlow({ side: 'buy', usd: 10 * MUCH_USD }));
    const values = [1, 60, 60, 600].map((seconds) => {
      balance.trade(1_000 * seconds, 1_000 * seconds);
      return balance.value;
    });
    expect([...values].sort((a, b) => b - a)).toEqual(values);
    expect(values[0]).toBeGreaterThan(0.9);
    expect(values.at(-1)).toBeLessThan(0.02);
  });

  it('stays within 1 in a market where nothing else is traded', () => {
    const balance = new ForcedBalance(options);
    balance.force(forcedFlow({ side: 'sell', usd: 5 }));
    expect(balance.value).toBe(-1);
    balance.trade(0, 1e9);
    expect(balance.value).toBeCloseTo(0, 12);
  });
});
