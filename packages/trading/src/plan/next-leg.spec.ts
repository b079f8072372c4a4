import fc from 'fast-check';
import { nextLeg } from './next-leg';

describe('nextLeg', () => {
  it.each([
    ['stays flat', 0n, 0n, undefined],
    ['stays long', 5n, 5n, undefined],
    ['stays short', -5n, -5n, undefined],
    ['goes from flat to long', 0n, 5n, { side: 'buy', quantums: 5n, isReducing: false }],
    ['goes from flat to short', 0n, -5n, { side: 'sell', quantums: 5n, isReducing: false }],
    ['adds to a long', 2n, 5n, { side: 'buy', quantums: 3n, isReducing: false }],
    ['adds to a short', -2n, -5n, { side: 'sell', quantums: 3n, isReducing: false }],
    ['reduces a long', 5n, 2n, { side: 'sell', quantums: 3n, isReducing: true }],
    ['reduces a short', -5n, -2n, { side: 'buy', quantums: 3n, isReducing: true }],
    ['closes a long', 5n, 0n, { side: 'sell', quantums: 5n, isReducing: true }],
    ['closes a short', -5n, 0n, { side: 'buy', quantums: 5n, isReducing: true }],
    ['closes a long first on the way to short', 5n, -3n, { side: 'sell', quantums: 5n, isReducing: true }],
    ['closes a short first on the way to long', -5n, 9n, { side: 'buy', quantums: 5n, isReducing: true }],
  ] as const)('%s', (_, position, target, leg) => {
    expect(nextLeg(position, target)).toEqual(leg);
  });

  it('reaches every target in at most two legs, and never adds past it or reduces past flat', () => {
    const size = fc.bigInt({ min: -1_000n, max: 1_000n });
    fc.assert(
      fc.property(size, size, (start, target) => {
        let position = start;
        let legs = 0;
        for (let leg = nextLeg(position, target); leg !== undefined; leg = nextLeg(position, target)) {
          const after: bigint = leg.side === 'buy' ? position + leg.quantums : position - leg.quantums;
          expect(leg.quantums).toBeGreaterThan(0n);
          if (leg.isReducing) expect(after * position).toBeGreaterThanOrEqual(0n);
          position = after;
          legs += 1;
          expect(legs).toBeLessThanOrEqual(2);
        }
        expect(position).toBe(target);
      }),
    );
  });
});
