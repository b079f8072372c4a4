import fc from 'fast-check';
import {
  compactText,
  fixedText,
  percentText,
  priceText,
  signedPercentText,
  signedText,
  signedUsdText,
  sizeText,
  usdText,
  valueText,
} from './format-number';

describe('numbers for traders', () => {
  it.each([
    [1_234_567.891, 2, '1,234,567.89'],
    [-1_234.5, 1, '-1,234.5'],
    [999, 0, '999'],
    [1_000, 0, '1,000'],
    [-0.001, 2, '0.00'],
    [-0, 0, '0'],
    [Infinity, 2, '∞'],
    [-Infinity, 2, '-∞'],
    [NaN, 2, '-'],
    [undefined, 2, '-'],
  ])('fixedText(%p, %p) is %p', (value, decimals, expected) => {
    expect(fixedText(value, decimals)).toBe(expected);
  });

  it.each([
    [5, '+5.0'],
    [-5, '-5.0'],
    [0, '0.0'],
    [0.01, '0.0'],
    [Infinity, '+∞'],
    [undefined, '-'],
  ])('signedText(%p) is %p', (value, expected) => {
    expect(signedText(value, 1)).toBe(expected);
  });

  it.each([
    [123_456.7, '123,457'],
    [61_800.25, '61,800.3'],
    [3_456.78, '3,456.78'],
    [142.31, '142.310'],
    [1, '1.00000'],
    [0.12345678, '0.123457'],
    [0.0123456, '0.0123456'],
    [0.00012345678, '0.00012346'],
    [0.0000123456, '1.2346e-5'],
    [1.23e-9, '1.2300e-9'],
    [0, '0.00'],
    [-5, '-5.00000'],
    [undefined, '-'],
    [NaN, '-'],
  ])('priceText(%p) is %p', (price, expected) => {
    expect(priceText(price)).toBe(expected);
  });

  it('prices below a million take at most ten columns', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-15, max: 999_999, noNaN: true }), (price) => {
        expect(priceText(price).length).toBeLessThanOrEqual(10);
        expect(Number(priceText(price).replaceAll(',', ''))).toBeCloseTo(price, 0);
      }),
    );
  });

  it.each([
    [0.0123, '0.0123'],
    [40, '40'],
    [-2.5, '-2.5'],
    [1_234.5678, '1,234.57'],
    [999_999, '999,999'],
    [123_000_000, '123M'],
    [0.000001, '0.000001'],
    [0, '0'],
    [NaN, '-'],
  ])('sizeText(%p) is %p', (size, expected) => {
    expect(sizeText(size)).toBe(expected);
  });

  it.each([
    [1_250_000_000, '1.25B'],
    [250_000_000, '250M'],
    [62_500_000, '62.50M'],
    [1_500, '1.50k'],
    [999, '999'],
    [-2_000_000, '-2.00M'],
    [3e12, '3.00T'],
    [undefined, '-'],
  ])('compactText(%p) is %p', (value, expected) => {
    expect(compactText(value)).toBe(expected);
  });

  it('shows cents below a million USD only', () => {
    expect([usdText(999_999.5), usdText(1_000_000.5), usdText(undefined)]).toEqual(['999,999.50', '1,000,001', '-']);
    expect([signedUsdText(12.3), signedUsdText(-2e6), signedUsdText(0)]).toEqual(['+12.30', '-2,000,000', '0.00']);
  });

  it('shows fractions as percentages', () => {
    expect([percentText(0.123), percentText(0.0433, 0), percentText(undefined)]).toEqual(['12.3%', '4%', '-']);
    expect([signedPercentText(0.0000125, 4), signedPercentText(-0.01), signedPercentText(NaN)]).toEqual([
      '+0.0013%',
      '-1.0%',
      '-',
    ]);
  });

  it.each([
    [81.2345, '81.23'],
    [12_000, '12,000'],
    [0.00001, '1.0e-5'],
    [0, '0'],
    [5, '5'],
    [Infinity, '∞'],
  ])('valueText(%p) is %p', (value, expected) => {
    expect(valueText(value)).toBe(expected);
  });
});
