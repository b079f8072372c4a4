import * as fc from 'fast-check';
import { splitChange } from './split-change';

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
const sizes = fc.array(fc.bigInt({ min: -1_000n, max: 1_000n }), { minLength: 3, maxLength: 3 });
const change = fc.bigInt({ min: -2_000n, max: 2_000n }).filter((value) => value !== 0n);

describe('splitChange', () => {
  it.each([
    ['all of it to the only one who wanted it', 10n, [10n, 0n], [0n, 0n], [10n, 0n]],
    ['in proportion to what is lacking', 9n, [20n, 10n], [0n, 0n], [6n, 3n]],
    ['what is rounded off to the first', 10n, [20n, 10n], [0n, 0n], [7n, 3n]],
    ['nothing to those who want the opposite', 10n, [10n, -5n], [0n, 0n], [10n, 0n]],
    ['no more than is lacking', 10n, [4n, 2n], [0n, 0n], [4n, 2n]],
    ['a sale by others off the parts it reduces', -6n, [0n, 0n], [8n, 4n], [-4n, -2n]],
    ['a sale by others off longs alone', -6n, [0n, 0n], [8n, -4n], [-6n, 0n]],
    ['first to whom it is wanted, then off the rest', -10n, [-4n, 0n], [4n, 8n], [-4n, -6n]],
    ['to nobody what nobody wanted or holds', 5n, [0n, 0n], [3n, 0n], [0n, 0n]],
  ])('gives %s', (_, amount, gaps, held, parts) => {
    expect(splitChange(amount, gaps, held)).toEqual(parts);
  });

  it('never gives more than the change, nor anything against it', () => {
    fc.assert(
      fc.property(change, sizes, sizes, (amount, gaps, held) => {
        const parts = splitChange(amount, gaps, held);
        for (const part of parts) expect(part === 0n || part > 0n === amount > 0n).toBe(true);
        expect(amount > 0n ? sum(parts) <= amount : sum(parts) >= amount).toBe(true);
      }),
    );
  });

  it('gives all of a change that somebody wanted', () => {
    fc.assert(
      fc.property(change, sizes, sizes, (amount, gaps, held) => {
        const wanted = sum(gaps.filter((gap) => gap > 0n === amount > 0n));
        fc.pre(amount > 0n ? wanted >= amount : wanted <= amount);
        expect(sum(splitChange(amount, gaps, held))).toBe(amount);
      }),
    );
  });
});
