import { assert, double, property } from 'fast-check';
import { afterCarry } from './carry';

/** An hour of holding, 40 basis points at full conviction, of which funding may eat a half: 20 basis points. */
const options = { holdingMs: 3_600_000, edgeBps: 40, maxCarryShare: 0.5 };

describe('afterCarry', () => {
  it.each([
    ['takes nothing without funding', 0.8, 0, 0.8, 0],
    ['takes from a long that pays: 5 of 20 basis points', 0.8, 0.0005, 0.55, 0.0005 / (0.8 * 0.004)],
    ['takes from a short that pays', -0.8, -0.0005, -0.55, 0.0005 / (0.8 * 0.004)],
    ['gives nothing to a long that earns', 0.8, -0.0005, 0.8, -0.0005 / (0.8 * 0.004)],
    ['gives nothing to a short that earns', -0.8, 0.0005, -0.8, -0.0005 / (0.8 * 0.004)],
    ['leaves nothing where funding eats its share', 0.8, 0.0016, 0, 0.5],
    ['leaves nothing beyond', 0.8, 0.01, 0, 0.01 / (0.8 * 0.004)],
  ])('%s', (_name, conviction, fundingRate1h, expected, share) => {
    const { conviction: left, reasons } = afterCarry(conviction, fundingRate1h, options);
    expect(left).toBeCloseTo(expected, 12);
    expect(reasons).toEqual([{ name: 'carry-share', value: expect.closeTo(share, 12) as number, bound: 0.5 }]);
  });

  it('counts the funding of the whole time', () => {
    expect(afterCarry(0.8, 0.0005, { ...options, holdingMs: 7_200_000 }).conviction).toBeCloseTo(0.3, 12);
  });

  it.each([
    ['it is switched off', 0.8, { ...options, edgeBps: 0 }],
    ['there is no conviction', 0, options],
  ])('does not look at funding when %s', (_name, conviction, given) => {
    expect(afterCarry(conviction, 0.5, given)).toEqual({ conviction, reasons: [] });
  });

  it('never turns a conviction round or makes it larger, and takes more the more it costs', () => {
    const signed = double({ min: -1, max: 1, noNaN: true });
    const rate = double({ min: 0, max: 0.01, noNaN: true });
    assert(
      property(signed, rate, rate, (conviction, a, b) => {
        const cost = (funding: number) => Math.sign(conviction) * funding;
        const cheap = afterCarry(conviction, cost(Math.min(a, b)), options).conviction;
        const dear = afterCarry(conviction, cost(Math.max(a, b)), options).conviction;
        expect(Math.abs(dear)).toBeLessThanOrEqual(Math.abs(cheap));
        expect(Math.abs(cheap)).toBeLessThanOrEqual(Math.abs(conviction));
        expect(cheap * conviction).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
