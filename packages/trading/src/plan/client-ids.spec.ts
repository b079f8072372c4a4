import { clientIds } from './client-ids';

function take(count: number, seed: number): number[] {
  const next = clientIds(seed);
  return Array.from({ length: count }, () => next());
}

describe('clientIds', () => {
  it('gives a million ids without a repetition, all unsigned 32-bit integers', () => {
    const ids = Uint32Array.from(take(1_000_000, 7)).sort();
    const repeated = ids.findIndex((id, index) => index > 0 && id === ids[index - 1]);
    expect(repeated).toBe(-1);
    expect(take(1_000, 7).every((id) => Number.isInteger(id) && id >= 0 && id < 2 ** 32)).toBe(true);
  });

  it('gives the same ids for the same seed', () => {
    expect(take(100, 42)).toEqual(take(100, 42));
  });

  it('gives other ids for another seed', () => {
    const first = new Set(take(10_000, 1));
    expect(take(10_000, 2).filter((id) => first.has(id))).toEqual([]);
  });

  it.each([0, -1, 2 ** 32, -(2 ** 32), 2 ** 32 + 1, Number.MAX_SAFE_INTEGER])(
    'takes %d as a seed of its own',
    (seed) => {
      expect(take(3, seed)).not.toEqual(take(3, 1));
      expect(new Set(take(1_000, seed)).size).toBe(1_000);
    },
  );

  it('uses the high bits of a seed', () => {
    expect(take(3, 5)).not.toEqual(take(3, 5 + 2 ** 32));
  });

  it('counts separately in each generator', () => {
    const [a, b] = [clientIds(3), clientIds(3)];
    a();
    expect(a()).not.toBe(b());
  });

  it.each([1.5, NaN, Infinity, 2 ** 60])('refuses %d as a seed', (seed) => {
    expect(() => clientIds(seed)).toThrow(new RangeError(`seed must be a safe integer, was ${seed}`));
  });
});
