import { requirePositive } from './require-positive';

describe('requirePositive', () => {
  it('lets finite numbers above 0 pass', () => {
    expect(() => requirePositive({ scale: 0.1, halfLifeMs: 1e9 })).not.toThrow();
  });

  it.each([0, -1, NaN, Infinity])('refuses %d with name, bound and value', (value) => {
    expect(() => requirePositive({ scale: 1, halfLifeMs: value })).toThrow(
      new RangeError(`halfLifeMs must be a finite number > 0, was ${value}`),
    );
  });
});
