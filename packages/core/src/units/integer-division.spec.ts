import fc from 'fast-check';
import { ceilDiv, floorDiv } from './integer-division';

describe('floorDiv and ceilDiv', () => {
  it.each([
    { dividend: 7n, divisor: 2n, floor: 3n, ceil: 4n },
    { dividend: -7n, divisor: 2n, floor: -4n, ceil: -3n },
    { dividend: 6n, divisor: 2n, floor: 3n, ceil: 3n },
    { dividend: -6n, divisor: 2n, floor: -3n, ceil: -3n },
    { dividend: 0n, divisor: 5n, floor: 0n, ceil: 0n },
    { dividend: -1n, divisor: 10n ** 30n, floor: -1n, ceil: 0n },
  ])('$dividend / $divisor is $floor or $ceil', ({ dividend, divisor, floor, ceil }) => {
    expect(floorDiv(dividend, divisor)).toBe(floor);
    expect(ceilDiv(dividend, divisor)).toBe(ceil);
  });

  it('encloses the exact quotient, and both agree only where it is an integer', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n }), (dividend, divisor) => {
        const floor = floorDiv(dividend, divisor);
        const ceil = ceilDiv(dividend, divisor);
        expect(floor * divisor <= dividend && dividend < (floor + 1n) * divisor).toBe(true);
        expect(ceil - floor).toBe(dividend % divisor === 0n ? 0n : 1n);
      }),
    );
  });

  it.each([0n, -3n])('refuses the divisor %p', (divisor) => {
    expect(() => floorDiv(1n, divisor)).toThrow(RangeError);
    expect(() => ceilDiv(1n, divisor)).toThrow(RangeError);
  });
});
