import fc from 'fast-check';
import { decimalOf } from '@perpstream/core';
import { absolute, minus, plus, sumOfTexts, textOf, times } from './decimal-sum';

describe('exact decimals', () => {
  it.each([
    ['0.1', '0.2', '0.3', '-0.1', '0.02'],
    ['100', '-0.001', '99.999', '100.001', '-0.1'],
    ['0', '0.5', '0.5', '-0.5', '0'],
  ])('adds, subtracts and multiplies %s and %s', (a, b, sum, difference, product) => {
    const [first, second] = [decimalOf(a), decimalOf(b)];
    expect(textOf(plus(first, second))).toBe(sum);
    expect(textOf(minus(first, second))).toBe(difference);
    expect(textOf(times(first, second))).toBe(product);
  });

  it('gives back what was added, whatever the scales', () => {
    const decimal = fc.record({
      digits: fc.bigInt(-(10n ** 20n), 10n ** 20n),
      exponent: fc.integer({ min: -12, max: 6 }),
    });
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(textOf(minus(plus(a, b), b))).toBe(textOf(a));
      }),
    );
  });

  it('sums texts, of nothing to zero', () => {
    expect(sumOfTexts(['1.5', '-0.25', '10'])).toBe('11.25');
    expect(sumOfTexts([])).toBe('0');
    expect(textOf(absolute(decimalOf('-3.20')))).toBe('3.2');
  });
});
