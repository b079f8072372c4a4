import { nearestName } from './nearest-name';

describe('nearestName', () => {
  it.each([
    ['maxLeverge', 'maxLeverage'],
    ['MAXLEVERAGE', 'maxLeverage'],
    ['maxDailyLoss', 'maxDailyLossUsd'],
    ['maxMargin', 'maxMarginUsage'],
  ])('finds for %s the name %s', (typed, expected) => {
    expect(nearestName(typed, ['maxMarginUsage', 'maxDailyLossUsd', 'maxLeverage'])).toBe(expected);
  });

  it('finds nothing among nothing', () => {
    expect(nearestName('x', [])).toBeUndefined();
  });
});
