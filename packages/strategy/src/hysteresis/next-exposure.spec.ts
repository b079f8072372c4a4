import { assert, constantFrom, double, property, record } from 'fast-check';
import type { Exposure } from './exposure';
import { nextExposure } from './next-exposure';

const bands = { enterConfidence: 0.8, exitConfidence: 0.6 };
const share = double({ min: 0, max: 1, noNaN: true });
const anyConfidence = record({ long: share, short: share });
const anyExposure = constantFrom<Exposure[]>('long', 'short', 'flat');

describe('nextExposure', () => {
  it.each<[string, Exposure, number, number, Exposure]>([
    ['enters long at the upper bound', 'flat', 0.8, 0.2, 'long'],
    ['enters short at the upper bound', 'flat', 0.2, 0.8, 'short'],
    ['stays out just below the upper bound', 'flat', 0.799, 0.2, 'flat'],
    ['keeps a long between the bounds', 'long', 0.7, 0.3, 'long'],
    ['keeps a long at the lower bound', 'long', 0.6, 0.4, 'long'],
    ['leaves a long just below the lower bound', 'long', 0.599, 0.4, 'flat'],
    ['leaves a short just below the lower bound', 'short', 0.4, 0.599, 'flat'],
    ['turns a long into a short when the short reaches the upper bound', 'long', 0.1, 0.9, 'short'],
    ['turns a short into a long when the long reaches the upper bound', 'short', 0.9, 0.1, 'long'],
    ['leaves without turning when the other side is not sure enough', 'long', 0.3, 0.79, 'flat'],
    ['keeps what it has while both directions are sure', 'short', 0.95, 0.6, 'short'],
    ['takes the surer of two sure directions', 'flat', 0.85, 0.9, 'short'],
    ['takes neither of two equally sure directions', 'flat', 0.9, 0.9, 'flat'],
  ])('%s', (_name, held, long, short, expected) => {
    expect(nextExposure(held, { long, short }, bands)).toBe(expected);
  });

  it('rests: the same confidence asked again changes nothing', () => {
    assert(
      property(anyExposure, anyConfidence, (held, confidence) => {
        const next = nextExposure(held, confidence, bands);
        expect(nextExposure(next, confidence, bands)).toBe(next);
      }),
    );
  });

  it('wants no new direction below the upper bound', () => {
    assert(
      property(anyExposure, anyConfidence, (held, confidence) => {
        const next = nextExposure(held, confidence, bands);
        expect(next === held || next === 'flat' || confidence[next] >= bands.enterConfidence).toBe(true);
      }),
    );
  });

  it('does not move while the confidence swings between the bounds', () => {
    const between = double({ min: 0.6, max: 0.79, noNaN: true });
    assert(
      property(anyExposure, between, (held, confidence) => {
        expect(nextExposure(held, { long: confidence, short: confidence }, bands)).toBe(held);
      }),
    );
  });
});
