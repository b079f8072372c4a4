import { netNotionalQuoteQuantums, scaleByPowerOfTen } from './net-notional';

describe('netNotionalQuoteQuantums', () => {
  it.each([
    ['a long of two coins at 30,000 USD', 20_000_000_000n, -10, 3n, 4, 60_000_000_000n],
    ['a short has a negative value', -20_000_000_000n, -10, 3n, 4, -60_000_000_000n],
    ['nothing held is worth nothing', 0n, -10, 3n, 4, 0n],
    ['a fraction of a quote quantum is cut off', 19n, -7, 1n, 0, 1n],
    ['a short is cut off toward zero, too', -19n, -7, 1n, 0, -1n],
    ['quantums larger than a coin', 3n, 2, 5n, 0, 1_500_000_000n],
  ])('%s', (_name, baseQuantums, atomicResolution, price, priceExponent, expected) => {
    expect(netNotionalQuoteQuantums({ baseQuantums, atomicResolution, price, priceExponent })).toBe(expected);
  });
});

describe('scaleByPowerOfTen', () => {
  it.each([
    [7n, 2, 700n],
    [7n, 0, 7n],
    [799n, -2, 7n],
    [-799n, -2, -7n],
  ])('%s x 10^%s is %s', (value, exponent, expected) => {
    expect(scaleByPowerOfTen(value, exponent)).toBe(expected);
  });
});
