import * as fc from 'fast-check';
import type { ExactPosition } from './exact-position';
import {
  initialMarginQuoteQuantums,
  maintenanceMarginPpm,
  maintenanceMarginQuoteQuantums,
  marginRequirements,
} from './margin-requirements';

const tier = { initialMarginPpm: 50_000, maintenanceFractionPpm: 600_000 };

const position: ExactPosition = {
  ...tier,
  perpetualId: 0,
  baseQuantums: 20_000_000_000n,
  atomicResolution: -10,
  price: 3n,
  priceExponent: 4,
};

describe('initialMarginQuoteQuantums', () => {
  it.each([
    ['5 % of the notional', 60_000_000_000n, 3_000_000_000n],
    ['a short needs as much as a long', -60_000_000_000n, 3_000_000_000n],
    ['any remainder rounds up', 21n, 2n],
    ['an exact share does not', 20n, 1n],
    ['nothing needs nothing', 0n, 0n],
  ])('%s', (_name, notional, expected) => {
    expect(initialMarginQuoteQuantums(notional, tier, 0n)).toBe(expected);
  });
});

describe('maintenanceMarginQuoteQuantums', () => {
  it.each([
    ['60 % of the initial margin', 60_000_000_000n, 1_800_000_000n],
    ['a short needs as much as a long', -60_000_000_000n, 1_800_000_000n],
    ['both roundings go up: 5 % of 21 is 2, 60 % of 2 is 2', 21n, 2n],
  ])('%s', (_name, notional, expected) => {
    expect(maintenanceMarginQuoteQuantums(notional, tier)).toBe(expected);
  });
});

describe('maintenanceMarginPpm', () => {
  it.each([
    [50_000, 600_000, 30_000],
    [33_333, 500_000, 16_666],
    [1_000_000, 1_000_000, 1_000_000],
  ])('is %s ppm x %s ppm, rounded down: %s', (initialMarginPpm, maintenanceFractionPpm, expected) => {
    expect(maintenanceMarginPpm({ initialMarginPpm, maintenanceFractionPpm })).toBe(expected);
  });
});

describe('marginRequirements', () => {
  it('scales the initial margin by open interest and leaves the maintenance margin alone', () => {
    const crowded = {
      ...position,
      openInterestBaseQuantums: 1_000_000_000_000n, // 100 coins at 30,000 USD: half way between the caps
      openInterestLowerCap: 2_000_000_000_000n,
      openInterestUpperCap: 4_000_000_000_000n,
    };
    expect(marginRequirements(position)).toEqual({ initial: 3_000_000_000n, maintenance: 1_800_000_000n });
    expect(marginRequirements(crowded)).toEqual({ initial: 31_500_000_000n, maintenance: 1_800_000_000n });
  });

  it('takes what the owner set for the initial margin and leaves the maintenance margin alone', () => {
    const custom = { ...position, customInitialMarginPpm: 200_000 };
    expect(marginRequirements(custom)).toEqual({ initial: 12_000_000_000n, maintenance: 1_800_000_000n });
  });

  it('never falls when the position grows, on either side', () => {
    const size = fc.bigInt({ min: 0n, max: 10n ** 15n });
    fc.assert(
      fc.property(size, size, fc.constantFrom(1n, -1n), (a, b, sign) => {
        const [small, large] = a < b ? [a, b] : [b, a];
        const less = marginRequirements({ ...position, baseQuantums: sign * small });
        const more = marginRequirements({ ...position, baseQuantums: sign * large });
        expect(more.initial >= less.initial && more.maintenance >= less.maintenance).toBe(true);
        expect(more.initial >= more.maintenance).toBe(true);
      }),
    );
  });
});
