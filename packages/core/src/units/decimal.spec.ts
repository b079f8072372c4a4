import fc from 'fast-check';
import { decimalNumber, decimalOf, decimalText } from './decimal';

describe('decimalOf', () => {
  it.each([
    { value: '61800.25', digits: 6_180_025n, exponent: -2 },
    { value: '0.10', digits: 10n, exponent: -2 },
    { value: '-0.5', digits: -5n, exponent: -1 },
    { value: '+7', digits: 7n, exponent: 0 },
    { value: '1.5e-7', digits: 15n, exponent: -8 },
    { value: '2E+3', digits: 2n, exponent: 3 },
    { value: '123456789012345678901.123456789', digits: 123456789012345678901123456789n, exponent: -9 },
    { value: 0.1, digits: 1n, exponent: -1 },
    { value: 1e21, digits: 1n, exponent: 21 },
    { value: 1e-7, digits: 1n, exponent: -7 },
    { value: -0, digits: 0n, exponent: 0 },
  ])('reads $value exactly', ({ value, digits, exponent }) => {
    expect(decimalOf(value)).toEqual({ digits, exponent });
  });

  it.each(['', ' ', ' 1', '1 ', '.5', '5.', '1,000', '0x10', '1e', '--1', 'NaN', NaN, Infinity, -Infinity])(
    'refuses %p',
    (value) => {
      expect(() => decimalOf(value)).toThrow(RangeError);
    },
  );
});

describe('decimalText', () => {
  it.each([
    { integer: 1_500_000n, exponent: -6, text: '1.5' },
    { integer: 1_000_000n, exponent: -6, text: '1' },
    { integer: 1n, exponent: -10, text: '0.0000000001' },
    { integer: -5n, exponent: -3, text: '-0.005' },
    { integer: -1_500n, exponent: -3, text: '-1.5' },
    { integer: 0n, exponent: -6, text: '0' },
    { integer: 12n, exponent: 0, text: '12' },
    { integer: -12n, exponent: 3, text: '-12000' },
  ])('prints $integer x 10^$exponent as $text', ({ integer, exponent, text }) => {
    expect(decimalText(integer, exponent)).toBe(text);
  });

  it('is read back as the same number', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: -40, max: 40 }), (integer, exponent) => {
        const read = decimalOf(decimalText(integer, exponent));
        // Compare as integers of the finer of the two exponents.
        const finest = Math.min(exponent, read.exponent);
        const scaled = (digits: bigint, from: number): bigint => digits * 10n ** BigInt(from - finest);
        expect(scaled(read.digits, read.exponent)).toBe(scaled(integer, exponent));
      }),
    );
  });
});

describe('decimalNumber', () => {
  it.each([
    { integer: 1_500_000n, exponent: -6, number: 1.5 },
    { integer: 1n, exponent: -1, number: 0.1 },
    { integer: -3n, exponent: 2, number: -300 },
    { integer: 9_007_199_254_740_993n, exponent: 0, number: 9_007_199_254_740_992 },
  ])('is $number for $integer x 10^$exponent', ({ integer, exponent, number }) => {
    expect(decimalNumber(integer, exponent)).toBe(number);
  });

  it('gives back every float64 that decimalOf has read', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const { digits, exponent } = decimalOf(value);
        expect(decimalNumber(digits, exponent)).toBe(value + 0);
      }),
    );
  });
});
