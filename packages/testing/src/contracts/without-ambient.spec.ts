import { withoutAmbient } from './without-ambient';

describe('withoutAmbient', () => {
  it.each<[string, () => unknown]>([
    ['Date.now', () => Date.now()],
    ['new Date()', () => new Date()],
    ['Date()', () => Date()],
    ['random', () => Math.random()],
    ['now', () => performance.now()],
    ['hrtime', () => process.hrtime()],
    ['setTimeout', () => setTimeout(() => undefined)],
    ['setInterval', () => setInterval(() => undefined)],
    ['setImmediate', () => setImmediate(() => undefined)],
  ])('throws when %s is used', (name, use) => {
    expect(() => withoutAmbient(use)).toThrow(`${name} was used`);
  });

  it('returns the result', () => {
    expect(withoutAmbient(() => 42)).toBe(42);
  });

  it('still turns a given time into a date', () => {
    expect(withoutAmbient(() => new Date(0).toISOString())).toBe('1970-01-01T00:00:00.000Z');
    expect(withoutAmbient(() => Date.UTC(1970, 0, 2))).toBe(86_400_000);
  });

  it('puts everything back, also after an error', () => {
    const originals = [Date, Math.random, setTimeout] as const;
    expect(() => withoutAmbient(() => Date.now())).toThrow();
    expect([Date, Math.random, setTimeout]).toEqual(originals);
    expect(performance.now()).toBeGreaterThan(0);
    expect(Object.hasOwn(performance, 'now')).toBe(false);
  });
});
