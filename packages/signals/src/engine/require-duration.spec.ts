import { requireDuration } from './require-duration';

describe('requireDuration', () => {
  it.each([0, 1e9])('lets %d pass', (valueMs) => {
    expect(() => requireDuration('warmUpMs', valueMs)).not.toThrow();
  });

  it.each([-1, NaN, Infinity])('refuses %d with name, bound and value', (valueMs) => {
    expect(() => requireDuration('warmUpMs', valueMs)).toThrow(
      new RangeError(`warmUpMs must be a finite number >= 0, was ${valueMs}`),
    );
  });
});
