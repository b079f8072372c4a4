import fc from 'fast-check';
import { DecayedAverage } from './decayed-average';

describe('DecayedAverage', () => {
  it('is undefined before the first value, and rests on nothing', () => {
    const average = new DecayedAverage(1_000);
    average.pass(500);
    expect([average.value, average.weight]).toEqual([undefined, 0]);
  });

  it('halves the weight of a value in every half life', () => {
    const average = new DecayedAverage(1_000);
    average.add(10);
    average.pass(1_000);
    average.add(40);
    expect(average.value).toBeCloseTo((10 * 0.5 + 40) / 1.5, 12);
    expect(average.weight).toBeCloseTo(1.5, 12);
  });

  it('stays while nothing happens, however long', () => {
    const average = new DecayedAverage(1_000);
    average.add(7, 3);
    average.pass(1e9);
    expect([average.value, average.weight]).toEqual([7, 0]);
    average.add(9);
    expect(average.value).toBe(9);
  });

  it('equals the weighted sum over the whole history', () => {
    const values = fc.array(
      fc.tuple(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 900 }),
      ),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(values, (given) => {
        const average = new DecayedAverage(700);
        let nowMs = 0;
        const seen = given.map(([value, weight, stepMs]) => {
          average.pass(stepMs);
          average.add(value, weight);
          return { value, weight, atMs: (nowMs += stepMs) };
        });
        const kept = seen.map(({ weight, atMs }) => weight * 2 ** (-(nowMs - atMs) / 700));
        const total = kept.reduce((sum, weight) => sum + weight, 0);
        const expected = seen.reduce((sum, { value }, index) => sum + value * kept[index]!, 0) / total;
        expect(average.value).toBeCloseTo(expected, 8);
      }),
    );
  });
});
