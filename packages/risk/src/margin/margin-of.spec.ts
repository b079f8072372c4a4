import { marketRules } from '@perpstream/testing';
import type { HeldPosition, MarginAccount } from './margin-account';
import { buyingPowerUsd, marginOf } from './margin-of';

function held(sizeBase: number, oraclePriceUsd: number, more: Partial<HeldPosition> = {}): HeldPosition {
  return {
    marketId: 'BTC-USD',
    sizeBase,
    oraclePriceUsd,
    initialMarginFraction: 0.1,
    maintenanceMarginFraction: 0.05,
    ...more,
  };
}

const account: MarginAccount = {
  quoteBalanceUsd: -600,
  positions: [held(2, 500), held(-1, 200, { marketId: 'ETH-USD' })],
};

describe('marginOf', () => {
  it('states the margin of the account and of every position', () => {
    // Equity -600 + 1,000 - 200; gross 1,200.
    expect(marginOf(account)).toEqual({
      quoteBalanceUsd: -600,
      equityUsd: 200,
      initialMarginUsd: 120,
      maintenanceMarginUsd: 60,
      freeCollateralUsd: 80,
      grossNotionalUsd: 1_200,
      leverage: 6,
      marginUsage: 0.6,
      positions: [
        {
          marketId: 'BTC-USD',
          sizeBase: 2,
          oraclePriceUsd: 500,
          initialMarginFraction: 0.1,
          maintenanceMarginFraction: 0.05,
          notionalUsd: 1_000,
          initialMarginUsd: 100,
          maintenanceMarginUsd: 50,
          share: 1_000 / 1_200,
          leverage: 5,
          // 10 of requirement and 800 of debt elsewhere; a coin brings 0.95 of its price: 810 / 1.9.
          liquidationPriceUsd: 810 / 1.9,
          liquidationDistance: expect.closeTo(140 / 950, 12) as number,
          bankruptcyPriceUsd: 400,
        },
        {
          marketId: 'ETH-USD',
          sizeBase: -1,
          oraclePriceUsd: 200,
          initialMarginFraction: 0.1,
          maintenanceMarginFraction: 0.05,
          notionalUsd: -200,
          initialMarginUsd: 20,
          maintenanceMarginUsd: 10,
          share: 200 / 1_200,
          leverage: 1,
          liquidationPriceUsd: expect.closeTo(350 / 1.05, 12) as number,
          liquidationDistance: expect.closeTo(140 / 210, 12) as number,
          bankruptcyPriceUsd: 400,
        },
      ],
    });
  });

  it('has parts that add up to the whole', () => {
    const margin = marginOf(account);
    const sum = (of: (position: (typeof margin.positions)[number]) => number): number =>
      margin.positions.reduce((all, position) => all + of(position), 0);
    expect(sum(({ share }) => share)).toBeCloseTo(1, 12);
    expect(sum(({ leverage }) => leverage)).toBe(margin.leverage);
    expect(sum(({ notionalUsd }) => notionalUsd) + margin.quoteBalanceUsd).toBe(margin.equityUsd);
    expect(sum(({ initialMarginUsd }) => initialMarginUsd)).toBe(margin.initialMarginUsd);
    expect(sum(({ maintenanceMarginUsd }) => maintenanceMarginUsd)).toBe(margin.maintenanceMarginUsd);
  });

  it('settles the funding that is due before it computes anything', () => {
    const positions = [held(2, 500, { unsettledFundingUsd: -30 }), held(-1, 200, { unsettledFundingUsd: 10 })];
    expect(marginOf({ quoteBalanceUsd: -600, positions })).toMatchObject({
      quoteBalanceUsd: -620,
      equityUsd: 180,
      freeCollateralUsd: 60,
      positions: [{ bankruptcyPriceUsd: 410 }, {}],
    });
  });

  const scaled = marketRules({
    initialMarginFraction: 0.05,
    openInterestLowerCapUsd: 50_000,
    openInterestUpperCapUsd: 150_000,
  });
  it.each<[string, object, number]>([
    ['rules without scaling need no open interest', { rules: marketRules() }, 0.05],
    ['rules scaled half way', { rules: scaled, openInterestBase: 1_000 }, 0.525],
    ['a fraction of the owner above that', { rules: scaled, openInterestBase: 1_000, customInitialMarginFraction: 0.6 }, 0.6], // prettier-ignore
    ['one below it', { rules: scaled, openInterestBase: 1_000, customInitialMarginFraction: 0.5 }, 0.525],
    ['a fraction of the owner above a plain one', { initialMarginFraction: 0.02, maintenanceMarginFraction: 0.03, customInitialMarginFraction: 0.2 }, 0.2], // prettier-ignore
    ['scaled rules whose open interest is not known', { rules: scaled }, NaN],
  ])('takes the initial margin fraction of %s', (_name, tier, fraction) => {
    const position = { marketId: 'X', sizeBase: 1, oraclePriceUsd: 100, ...tier } as HeldPosition;
    const { positions, initialMarginUsd, maintenanceMarginUsd } = marginOf({ quoteBalanceUsd: 50, positions: [position] }); // prettier-ignore
    expect(positions[0]).toMatchObject({ initialMarginFraction: fraction, maintenanceMarginFraction: 0.03 });
    expect([initialMarginUsd, maintenanceMarginUsd]).toEqual([fraction * 100, 3]);
  });

  it.each([
    ['R26: an empty account is all zero', 0, [], { equityUsd: 0, leverage: 0, marginUsage: 0, freeCollateralUsd: 0 }],
    ['R26: a position of size 0 counts for nothing', 10, [held(0, 500)], { equityUsd: 10, leverage: 0 }],
    ['R26: a balance that is no number is seen', NaN, [held(1, 500)], { equityUsd: NaN, freeCollateralUsd: NaN }],
    ['R26: a mark that is no number is seen', 10, [held(1, NaN)], { equityUsd: NaN, maintenanceMarginUsd: NaN }],
  ])('%s', (_name, quoteBalanceUsd, positions, expected) => {
    expect(marginOf({ quoteBalanceUsd, positions })).toMatchObject(expected);
  });

  it('shows a position of size 0 as nothing, and one on no equity as infinitely levered', () => {
    expect(marginOf({ quoteBalanceUsd: 10, positions: [held(0, 500)] }).positions).toMatchObject([
      { share: 0, leverage: 0, liquidationPriceUsd: undefined, liquidationDistance: Infinity },
    ]);
    expect(marginOf({ quoteBalanceUsd: -600, positions: [held(1, 500)] }).positions).toMatchObject([
      { share: 1, leverage: Infinity, liquidationDistance: expect.closeTo(-125 / 475, 12) as number },
    ]);
  });
});

describe('buyingPowerUsd', () => {
  it.each([
    [80, 0.1, 800],
    [80, 1, 80],
    [0, 0.1, 0],
    [-5, 0.1, 0],
    [NaN, 0.1, NaN],
  ])('of %s USD free at a fraction of %s is %s', (freeCollateralUsd, fraction, expected) => {
    expect(buyingPowerUsd({ freeCollateralUsd }, fraction)).toBe(expected);
  });

  it.each([0, -0.1, 1.01, NaN])('refuses a fraction of %s', (fraction) => {
    const buy = (): number => buyingPowerUsd({ freeCollateralUsd: 1 }, fraction);
    expect(buy).toThrow(RangeError);
    expect(buy).toThrow(`initialMarginFraction must be in (0, 1], was ${fraction}`);
  });
});
