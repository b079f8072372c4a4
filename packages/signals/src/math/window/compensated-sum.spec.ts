import fc from 'fast-check';
import { CompensatedSum } from './compensated-sum';
import { RollingSum } from './rolling-sum';

describe('CompensatedSum', () => {
  it('keeps the small numbers while a huge one comes and goes', () => {
    const sum = new CompensatedSum();
    [0.1, 1e17, 0.2, -1e17, 0.3].forEach((amount) => sum.add(amount));
    expect(sum.value).toBeCloseTo(0.6, 15);
  });

  it('is 0 once everything was taken away in any order, to the last digit of the largest number', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 40 }), (amounts) => {
        const sum = new CompensatedSum();
        amounts.forEach((amount) => sum.add(amount));
        amounts.sort((a, b) => a - b).forEach((amount) => sum.add(-amount));
        expect(Math.abs(sum.value)).toBeLessThan(1e-20);
      }),
    );
  });

  it('starts over', () => {
    const sum = new CompensatedSum();
    [1e17, 0.1].forEach((amount) => sum.add(amount));
    sum.reset();
    expect(sum.value).toBe(0);
  });
});

describe('RollingSum', () => {
  it('is as before once a huge value has left the window', () => {
    const sum = new RollingSum(3);
    [1e17, 0.1, 0.2, 0.3].forEach((value) => sum.update(value));
    expect(sum.value).toBeCloseTo(0.6, 15);
  });

  it('is exactly 0 when all values are, whatever came before', () => {
    const sizes = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -6, max: 15 }));
    fc.assert(
      fc.property(fc.array(sizes, { minLength: 5, maxLength: 30 }), (values) => {
        const sum = new RollingSum(5);
        values.forEach(([share, digits]) => sum.update(share * 10 ** digits));
        for (let zero = 0; zero < 5; zero += 1) sum.update(0);
        expect(sum.value).toBe(0);
      }),
      { numRuns: 1_000 },
    );
  });
});
