import { requireFraction } from './require-fraction';

describe('requireFraction', () => {
  it.each([0, 0.5, 1])('lets %d pass', (value) => {
    expect(() => requireFraction('microWeight', value)).not.toThrow();
  });

  it.each([-0.1, 1.1, NaN])('refuses %d with name, bound and value', (value) => {
    expect(() => requireFraction('microWeight', value)).toThrow(
      new RangeError(`microWeight must be in 0..1, was ${value}`),
    );
  });
});
