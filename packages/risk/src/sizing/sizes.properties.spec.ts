import * as fc from 'fast-check';
import {
  EQUITY,
  scaledRules,
  volatilityTarget,
  kelly,
  longDistance,
  marginUsage,
  bounds,
  sizeUsd,
} from '../../fixtures/sizing-bounds';
import { accountMargin } from '../margin/account-margin';
import { effectiveInitialMarginFraction } from '../margin/effective-initial-margin-fraction';
import { sizeOf, type SizeQuestion } from './size-of';

describe('sizes', () => {
  const fraction = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  const usd = fc.double({ min: 1, max: 1e7, noNaN: true });

  it('never shrink when a bound is loosened or an input grows in favour', () => {
    const monotone: readonly ((value: number) => Partial<SizeQuestion>)[] = [
      (value) => ({ fixedFraction: { fraction: value } }),
      (value) => ({ equityUsd: value * EQUITY, fixedFraction: bounds.fixedFraction }),
      (value) => ({ volatilityTarget: { ...volatilityTarget, targetVolatility: value } }),
      (value) => ({ volatilityTarget: { ...volatilityTarget, marketVolatility: 1 / value } }),
      (value) => ({ kelly: { ...kelly, edge: value - 0.5 } }),
      (value) => ({ kelly: { ...kelly, share: value } }),
      (value) => ({ kelly: { ...kelly, variance: 1 / value } }),
      (value) => ({ confidence: { confidence: value, fullNotionalUsd: 100 } }),
      (value) => ({ depth: { depthUsd: value, share: 0.5 } }),
      (value) => ({ volume: { hourlyVolumeUsd: 1e6, share: value } }),
      (value) => ({ liquidationDistance: { ...longDistance, minDistance: 1 - value } }),
      (value) => ({ liquidationDistance: { ...longDistance, maintenanceMarginFraction: 1 - value } }),
      (value) => ({ liquidationDistance: { ...longDistance, otherMaintenanceMarginUsd: 20_000 * (1 - value) } }),
      (value) => ({ marginUsage: { ...marginUsage, maxUsage: value } }),
      (value) => ({ marginUsage: { ...marginUsage, rules: scaledRules, openInterestUsd: 4e6 * (1 - value) } }),
      (value) => ({ budget: { budgetUsd: value } }),
    ];
    fc.assert(
      fc.property(fraction, fraction, fc.constantFrom(...monotone), (a, b, make) => {
        const [low, high] = [sizeUsd(make(Math.min(a, b))), sizeUsd(make(Math.max(a, b)))];
        expect(high).toBeGreaterThanOrEqual(low - 1e-9 * Math.abs(low));
      }),
      { numRuns: 1_000 },
    );
  });

  it('are the smallest of all, and that one binds', () => {
    const names = Object.keys(bounds) as (keyof typeof bounds)[];
    fc.assert(
      fc.property(fc.subarray(names, { minLength: 1 }), usd, usd, (chosen, equityUsd, budgetUsd) => {
        const all = { ...bounds, budget: { budgetUsd } };
        const question = Object.fromEntries(chosen.map((name) => [name, all[name]]));
        const { notionalUsd, binding, considered } = sizeOf({ equityUsd, ...question });
        expect(considered).toHaveLength(chosen.length);
        expect(notionalUsd).toBe(Math.min(...considered.map((one) => one.notionalUsd)));
        expect(considered.find((one) => one.notionalUsd === notionalUsd)?.name).toBe(binding);
      }),
    );
  });

  it('at the liquidation distance stand a move by it, a little more does not', () => {
    const cases = fc.record({
      equityUsd: usd,
      minDistance: fraction,
      side: fc.constantFrom('long' as const, 'short' as const),
      others: fc.double({ min: 0, max: 0.9, noNaN: true }),
      maintenanceMarginFraction: fc.double({ min: 0.005, max: 0.2, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ equityUsd, minDistance, side, others, maintenanceMarginFraction }) => {
        const otherMaintenanceMarginUsd = others * equityUsd;
        const bound = { minDistance, side, maintenanceMarginFraction, otherMaintenanceMarginUsd };
        const { notionalUsd } = sizeOf({ equityUsd, liquidationDistance: bound });
        const sign = side === 'long' ? 1 : -1;
        /** Collateral above maintenance after the price went from 1 against a position by the distance. */
        const spareUsd = (size: number): number => {
          const oraclePriceUsd = 1 - sign * minDistance;
          const position = {
            sizeBase: sign * size,
            oraclePriceUsd,
            initialMarginFraction: 1,
            maintenanceMarginFraction,
          };
          const margin = accountMargin(equityUsd - sign * size, [position]);
          return margin.equityUsd - margin.maintenanceMarginUsd - otherMaintenanceMarginUsd;
        };
        expect(Math.abs(spareUsd(notionalUsd))).toBeLessThanOrEqual(1e-9 * equityUsd);
        expect(spareUsd(notionalUsd * 0.999)).toBeGreaterThan(0);
        expect(spareUsd(notionalUsd * 1.001)).toBeLessThan(0);
      }),
    );
  });

  it('at the margin usage fit, a billionth more does not', () => {
    fc.assert(
      fc.property(
        usd,
        fraction,
        fc.double({ min: 0.01, max: 4e6, noNaN: true }),
        fraction,
        (equityUsd, maxUsage, openInterestUsd, others) => {
          const otherInitialMarginUsd = others * maxUsage * equityUsd;
          const usage = { maxUsage, rules: scaledRules, openInterestUsd, otherInitialMarginUsd };
          const { notionalUsd } = sizeOf({ equityUsd, marginUsage: usage });
          const usedAt = (size: number): number =>
            size * effectiveInitialMarginFraction(scaledRules, openInterestUsd + size) + otherInitialMarginUsd;
          const boundUsd = maxUsage * equityUsd;
          expect(usedAt(notionalUsd)).toBeLessThanOrEqual(boundUsd * (1 + 1e-12));
          expect(usedAt(notionalUsd * (1 + 1e-9))).toBeGreaterThan(boundUsd);
        },
      ),
    );
  });
});
