import { marketRules } from '@perpstream/testing';
import * as fc from 'fast-check';
import { maintenanceMarginPpm } from './margin-requirements';
import { tierOf } from './tier-of';

describe('tierOf', () => {
  // Initial margin and maintenance share of the liquidity tiers at genesis, and of some that divide badly.
  it.each([
    ['large cap', 50_000, 600_000],
    ['small cap', 100_000, 500_000],
    ['long tail', 200_000, 500_000],
    ['safety', 1_000_000, 200_000],
    ['one that is all margin', 1_000_000, 1_000_000],
    ['high leverage', 20_000, 600_000],
    ['one whose product is cut off', 33_333, 500_000],
    ['one in three digits', 20_000, 625_000],
    ['one without maintenance', 50_000, 0],
    ['one without any', 0, 0],
  ])('finds the share of a tier from the fractions of the Indexer: %s', (_name, initialMarginPpm, share) => {
    const product = maintenanceMarginPpm({ initialMarginPpm, maintenanceFractionPpm: share });
    const rules = marketRules({
      initialMarginFraction: initialMarginPpm / 1e6,
      maintenanceMarginFraction: product / 1e6,
    });
    expect(tierOf(rules)).toMatchObject({ initialMarginPpm, maintenanceFractionPpm: share });
  });

  it('always gives back the maintenance margin that was stated', () => {
    const ppm = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(ppm, fc.integer({ min: 0, max: 1_000_000 }), (initialMarginPpm, share) => {
        const stated = maintenanceMarginPpm({ initialMarginPpm, maintenanceFractionPpm: share });
        const tier = tierOf(
          marketRules({ initialMarginFraction: initialMarginPpm / 1e6, maintenanceMarginFraction: stated / 1e6 }),
        );
        expect(tier.initialMarginPpm).toBe(initialMarginPpm);
        expect(maintenanceMarginPpm(tier)).toBe(stated);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds every share in thousandths that the exchange could set', () => {
    const initial = fc.constantFrom(10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000);
    fc.assert(
      fc.property(initial, fc.integer({ min: 1, max: 1_000 }), (initialMarginPpm, thousandths) => {
        const maintenanceFractionPpm = thousandths * 1_000;
        const stated = maintenanceMarginPpm({ initialMarginPpm, maintenanceFractionPpm });
        const rules = { initialMarginFraction: initialMarginPpm / 1e6, maintenanceMarginFraction: stated / 1e6 };
        expect(tierOf(marketRules(rules)).maintenanceFractionPpm).toBe(maintenanceFractionPpm);
      }),
      { numRuns: 1_000 },
    );
  });

  it('states caps in quote quantums and the fraction of the owner in parts per million', () => {
    const rules = marketRules({ openInterestLowerCapUsd: 20_000_000, openInterestUpperCapUsd: 50_000_000.5 });
    expect(tierOf(rules, 0.125)).toEqual({
      initialMarginPpm: 50_000,
      maintenanceFractionPpm: 600_000,
      openInterestLowerCap: 20_000_000_000_000n,
      openInterestUpperCap: 50_000_000_500_000n,
      customInitialMarginPpm: 125_000,
    });
    expect(tierOf(rules).customInitialMarginPpm).toBe(0);
  });

  it.each([
    ['initial margin above 100 %', { initialMarginFraction: 1.01 }],
    ['maintenance margin above it', { initialMarginFraction: 0.05, maintenanceMarginFraction: 0.051 }],
    ['negative maintenance margin', { maintenanceMarginFraction: -0.01 }],
    ['initial margin that is no number', { initialMarginFraction: NaN }],
    ['maintenance margin that is no number', { maintenanceMarginFraction: NaN }],
    ['cap that is no number', { openInterestUpperCapUsd: NaN }],
  ])('refuses an %s', (_name, wrong) => {
    expect(() => tierOf(marketRules(wrong))).toThrow(RangeError);
  });

  it('names the market and the fractions that it refuses', () => {
    expect(() => tierOf(marketRules({ initialMarginFraction: 0.02 }))).toThrow(
      'margin fractions of BTC-USD must hold 0 <= maintenance <= initial <= 1, were 0.03, 0.02',
    );
  });
});
