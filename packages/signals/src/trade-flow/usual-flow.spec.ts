import { UsualFlow } from './usual-flow';

describe('UsualFlow', () => {
  it('is what a sum with the recent half life comes to at the average rate', () => {
    const usual = new UsualFlow(60_000, 5_000);
    usual.add(0, 0, 0);
    for (let second = 0; second < 600; second += 1) usual.add(100, 2, 1_000);
    // Which is the sum of 100 x 2^(-seconds / 5), but for what fades within a second.
    expect(usual.usd).toBeCloseTo((100 * 5) / Math.LN2, -1);
  });

  it('knows the average trade, and keeps it while nothing is traded', () => {
    const usual = new UsualFlow(60_000, 5_000);
    expect(usual.tradeUsd).toBe(0);
    usual.add(300, 3, 0);
    usual.add(700, 1, 0);
    expect(usual.tradeUsd).toBe(250);
    usual.add(0, 0, 1e9);
    expect(usual.tradeUsd).toBe(250);
    expect(usual.usd).toBeCloseTo(0, 6);
  });

  it('takes what was traded for one trade at least, where trades are not counted', () => {
    const usual = new UsualFlow(60_000, 5_000);
    usual.add(500, 0, 60_000);
    expect(usual.tradeUsd).toBe(500);
  });
});
