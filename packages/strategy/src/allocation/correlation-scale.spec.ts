import { assert, array, double, property } from 'fast-check';
import { correlationScale } from './correlation-scale';

describe('correlationScale', () => {
  it.each<[string, (number | undefined)[], number, number]>([
    ['is whole beside nothing', [], 0.8, 1],
    ['is whole beside the unknown', [undefined, undefined], 0.8, 1],
    ['is whole up to the cap', [0.8], 0.8, 1],
    ['is half half way from the cap to 1', [0.9], 0.8, 0.5],
    ['is nothing at 1', [1], 0.8, 0],
    ['takes the closest', [0.1, 0.85, -1], 0.8, 0.75],
    ['does not mind what moves against it', [-1], 0.1, 1],
    ['is switched off by a cap of 1', [1], 1, 1],
  ])('%s', (_name, correlations, cap, expected) => {
    expect(correlationScale(correlations, cap)).toBeCloseTo(expected, 12);
  });

  it('falls with correlation, and stays in [0, 1]', () => {
    const correlation = double({ min: -1, max: 1, noNaN: true });
    assert(
      property(
        array(correlation, { maxLength: 4 }),
        correlation,
        double({ min: 0.01, max: 1, noNaN: true }),
        (list, more, cap) => {
          const before = correlationScale(list, cap);
          const after = correlationScale([...list, more], cap);
          expect(after).toBeLessThanOrEqual(before);
          expect(after).toBeGreaterThanOrEqual(0);
          expect(before).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
