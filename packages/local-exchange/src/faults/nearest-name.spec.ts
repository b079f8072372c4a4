import fc from 'fast-check';
import { nearestName } from './nearest-name';

describe('nearestName', () => {
  it.each([
    ['evry', 'every'],
    ['Jiter', 'jitter'],
    ['untill', 'until'],
    ['form', 'from'],
    ['', 'at'],
  ])('of %j is %s', (name, nearest) => {
    expect(nearestName(name, ['at', 'every', 'jitter', 'from', 'until'])).toBe(nearest);
  });

  it('of a known name is the name itself', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, selector: (name) => name.toLowerCase() });
    fc.assert(
      fc.property(names, fc.nat(), (known, at) => {
        const name = known[at % known.length]!;
        expect(nearestName(name, known)).toBe(name);
      }),
    );
  });
});
