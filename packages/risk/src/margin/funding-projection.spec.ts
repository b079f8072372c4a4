import { fundingPerHourUsd, fundingProjection } from './funding-projection';
import type { HeldPosition } from './margin-account';
import { unsettledFundingUsd } from './unsettled-funding';

function held(sizeBase: number, nextFundingRate1h?: number, marketId = 'ETH-USD'): HeldPosition {
  return {
    marketId,
    sizeBase,
    oraclePriceUsd: 2_500,
    initialMarginFraction: 0.1,
    maintenanceMarginFraction: 0.05,
    ...(nextFundingRate1h !== undefined && { nextFundingRate1h }),
  };
}

describe('fundingPerHourUsd', () => {
  it.each([
    ['a long pays a positive rate', 4, 0.00002, -0.2],
    ['a short receives it', -4, 0.00002, 0.2],
    ['a long receives a negative rate', 4, -0.00002, 0.2],
    ['a short pays it', -4, -0.00002, -0.2],
    ['no rate, no funding', 4, 0, 0],
    ['no position, no funding', 0, 0.00002, 0],
    ['a rate that is not known', 4, undefined, NaN],
  ])('%s', (_name, sizeBase, rate, expected) => {
    expect(fundingPerHourUsd(held(sizeBase, rate))).toBe(expected);
  });
});

describe('fundingProjection', () => {
  it('sums over positions and says how long free collateral lasts', () => {
    const positions = [held(4, 0.00002), held(-1, 0.00004, 'BTC-USD')];
    // Equity 100 + 10,000 - 2,500; initial margin 10 % of 12,500; 0.2 paid and 0.1 received an hour.
    expect(fundingProjection({ quoteBalanceUsd: 100, positions })).toEqual({
      perHourUsd: expect.closeTo(-0.1, 12) as number,
      hoursOfFreeCollateral: expect.closeTo(63_500, 6) as number,
      positions: [
        { marketId: 'ETH-USD', perHourUsd: -0.2 },
        { marketId: 'BTC-USD', perHourUsd: expect.closeTo(0.1, 12) as number },
      ],
    });
  });

  it.each([
    ['for ever when nothing is paid', [held(-4, 0.00002)], 0, Infinity],
    ['for ever when nothing is held', [], 0, Infinity],
    ['for ever when both cancel out', [held(4, 0.00002), held(-4, 0.00002)], 0, Infinity],
    ['not at all without free collateral', [held(4, 0.00002)], -9_500, 0],
    ['for nobody knows how long without a rate', [held(4)], 0, NaN],
    ['for nobody knows how long without a balance', [held(4, 0.00002)], NaN, NaN],
  ])('lasts %s', (_name, positions, quoteBalanceUsd, expected) => {
    expect(fundingProjection({ quoteBalanceUsd, positions }).hoursOfFreeCollateral).toBe(expected);
  });
});

describe('unsettledFundingUsd', () => {
  it.each([
    ['a long has lost what the index rose', 2, 150.25, 151.5, -2.5],
    ['a short has gained it', -2, 150.25, 151.5, 2.5],
    ['a long has gained what it fell', 2, 151.5, 150.25, 2.5],
    ['nothing is due when it stood still', 2, 7, 7, 0],
    ['an index that is not known is seen', 2, NaN, 7, NaN],
  ])('%s', (_name, sizeBase, before, now, expected) => {
    expect(unsettledFundingUsd(sizeBase, before, now)).toBe(expected);
  });
});
