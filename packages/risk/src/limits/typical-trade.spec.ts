import { tradeFlow } from '@perpstream/testing';
import { TypicalTrade } from './typical-trade';

function after(...flows: (readonly [trades: number, buyUsd: number, sellUsd: number])[]): number | undefined {
  const typical = new TypicalTrade();
  for (const [trades, buyUsd, sellUsd] of flows) typical.observe(tradeFlow({ trades, buyUsd, sellUsd }));
  return typical.usd;
}

describe('TypicalTrade', () => {
  it('is not known before 100 trades', () => {
    expect(after()).toBeUndefined();
    expect(after([99, 9_900, 0])).toBeUndefined();
    expect(after([100, 10_000, 0])).toBe(100);
    expect(after([60, 0, 6_000], [40, 4_000, 0])).toBeCloseTo(100, 9);
  });

  it('counts what is bought and what is sold', () => {
    expect(after([100, 3_000, 7_000])).toBe(100);
  });

  it('is the mean of all trades while there are few', () => {
    expect(after([100, 10_000, 0], [300, 0, 60_000])).toBeCloseTo(70_000 / 400, 9);
  });

  it('lets old trades fade once there are more than 1,000', () => {
    // Of 1,000 remembered trades 100 are new: 100 + (300 - 100) x 0.1
    expect(after([1_000, 100_000, 0], [100, 30_000, 0])).toBeCloseTo(120, 9);
    expect(after([1_000, 100_000, 0], [5_000, 1_500_000, 0])).toBeCloseTo(300, 9);
  });

  it('ignores flows without trades', () => {
    expect(after([100, 10_000, 0], [0, 5, 5])).toBe(100);
  });
});
