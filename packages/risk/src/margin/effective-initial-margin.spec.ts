import { marketRules } from '@perpstream/testing';
import * as fc from 'fast-check';
import { effectiveInitialMarginFraction } from './effective-initial-margin-fraction';
import { effectiveInitialMarginPpm } from './effective-initial-margin-ppm';

const lowerUsd = 20_000_000;
const upperUsd = 50_000_000;
const tier = {
  initialMarginPpm: 100_000,
  maintenanceFractionPpm: 500_000,
  openInterestLowerCap: BigInt(lowerUsd) * 1_000_000n,
  openInterestUpperCap: BigInt(upperUsd) * 1_000_000n,
};
const rules = marketRules({
  initialMarginFraction: 0.1,
  openInterestLowerCapUsd: lowerUsd,
  openInterestUpperCapUsd: upperUsd,
});

const cases: readonly [string, number, number][] = [
  ['an empty market', 0, 100_000],
  ['the lower cap itself', lowerUsd, 100_000],
  ['one third of the way', 30_000_000, 400_000],
  ['half way', 35_000_000, 550_000],
  ['just below the upper cap', 49_999_999, 999_999],
  ['the upper cap itself', upperUsd, 1_000_000],
  ['beyond the upper cap', 80_000_000, 1_000_000],
  ['a fraction of a ppm is cut off', 20_000_050, 100_001],
];

describe('the initial margin after scaling by open interest', () => {
  it.each(cases)('in integers: %s (%s USD) gives %s ppm', (_name, openInterestUsd, ppm) => {
    expect(effectiveInitialMarginPpm(tier, BigInt(openInterestUsd) * 1_000_000n)).toBe(ppm);
  });

  it.each(cases)('in float64: %s (%s USD) gives %s ppm', (_name, openInterestUsd, ppm) => {
    expect(effectiveInitialMarginFraction(rules, openInterestUsd)).toBeCloseTo(ppm / 1e6, 12);
  });

  it('is not scaled when the upper cap is 0', () => {
    expect(effectiveInitialMarginPpm({ ...tier, openInterestUpperCap: 0n }, 10n ** 18n)).toBe(100_000);
    expect(effectiveInitialMarginPpm({ initialMarginPpm: 7, maintenanceFractionPpm: 1 }, 10n ** 18n)).toBe(7);
    expect(effectiveInitialMarginFraction(marketRules({ initialMarginFraction: 0.1 }), 1e12)).toBe(0.1);
  });

  it.each([
    ['raises the flat margin', 0, 250_000, 250_000],
    ['raises the scaled margin', 30_000_000, 400_001, 400_001],
    ['changes nothing when it is the same', 30_000_000, 400_000, 400_000],
    ['never lowers the scaled margin', 30_000_000, 399_999, 400_000],
    ['never lowers the flat margin', 0, 50_000, 100_000],
    ['is none when 0', 0, 0, 100_000],
  ])('what the owner set %s', (_name, openInterestUsd, customPpm, ppm) => {
    const custom = { ...tier, customInitialMarginPpm: customPpm };
    expect(effectiveInitialMarginPpm(custom, BigInt(openInterestUsd) * 1_000_000n)).toBe(ppm);
    expect(effectiveInitialMarginFraction(rules, openInterestUsd, customPpm / 1e6)).toBeCloseTo(ppm / 1e6, 12);
  });

  it('is no number when open interest is none, and only where it matters', () => {
    expect(effectiveInitialMarginFraction(rules, NaN)).toBeNaN();
    expect(effectiveInitialMarginFraction(rules, NaN, 0.5)).toBeNaN();
    expect(effectiveInitialMarginFraction(marketRules(), NaN)).toBe(0.05);
  });

  it('comes out the same in float64 and in integers', () => {
    const wholeUsd = fc.integer({ min: 0, max: 60_000_000 });
    fc.assert(
      fc.property(wholeUsd, fc.integer({ min: 0, max: 999_999 }), (openInterestUsd, initialMarginPpm) => {
        const exact = effectiveInitialMarginPpm({ ...tier, initialMarginPpm }, BigInt(openInterestUsd) * 1_000_000n);
        const float = effectiveInitialMarginFraction(
          { ...rules, initialMarginFraction: initialMarginPpm / 1e6 },
          openInterestUsd,
        );
        expect(Math.abs(float * 1e6 - exact)).toBeLessThan(1e-6);
      }),
      { numRuns: 1_000 },
    );
  });
});
