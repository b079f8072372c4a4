import { requireShorter } from './require-shorter';

describe('requireShorter', () => {
  it('lets the shorter one pass', () => {
    expect(() => requireShorter('fastMs', 1, 'slowMs', 2)).not.toThrow();
  });

  it.each([2, 3])('refuses %d against 2 with both names', (fastMs) => {
    expect(() => requireShorter('fastMs', fastMs, 'slowMs', 2)).toThrow(
      new RangeError(`fastMs must be < slowMs (2), was ${fastMs}`),
    );
  });
});
