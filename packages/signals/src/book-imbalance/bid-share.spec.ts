import { bookUpdate, type Level } from '@perpstream/testing';
import fc from 'fast-check';
import { bidShare } from './bid-share';

const book = (bids: readonly Level[], asks: readonly Level[]) => bookUpdate({ bids, asks });

describe('bidShare', () => {
  it.each<[string, readonly Level[], readonly Level[], number]>([
    ['equal sides', [[99, 2]], [[101, 2]], 0.5],
    ['three times the bids', [[99, 3]], [[101, 1]], 0.75],
    ['three times the asks', [[99, 1]], [[101, 3]], 0.25],
    ['no asks in the view', [[99, 3]], [], 1],
    ['no bids in the view', [], [[101, 3]], 0],
    // At 100 bps from the mid, with half weight there, a level counts 1/2; at 300 bps 1/4.
    ['levels that are further away', [[99, 1], [97, 4]], [[101, 1]], 0.75], // prettier-ignore
    ['levels beyond those that count', [[99, 1], [98, 0], [97, 1_000]], [[101, 1]], 0.5], // prettier-ignore
  ])('weighs %s', (_, bids, asks, expected) => {
    expect(bidShare(book(bids, asks), 2, 100)).toBeCloseTo(expected, 12);
  });

  it('is undefined for a view without levels', () => {
    expect(bidShare(book([], []), 5, 10)).toBeUndefined();
  });

  it('does not depend on price level or size unit, and mirrors when the sides are swapped', () => {
    const sizes = fc.array(fc.double({ min: 0.001, max: 1_000, noNaN: true }), { minLength: 1, maxLength: 6 });
    const factor = fc.double({ min: 1e-4, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(sizes, sizes, factor, factor, (bids, asks, price, unit) => {
        const levels = (of: readonly number[], direction: number, scale = 1, sizeUnit = 1): Level[] =>
          of.map((size, depth) => [scale * (100 + direction * (depth + 1) * 0.01), size * sizeUnit]);
        const share = bidShare(book(levels(bids, -1), levels(asks, 1)), 4, 5)!;
        expect(bidShare(book(levels(bids, -1, price, unit), levels(asks, 1, price, unit)), 4, 5)).toBeCloseTo(share, 8);
        expect(bidShare(book(levels(asks, -1), levels(bids, 1)), 4, 5)).toBeCloseTo(1 - share, 8);
      }),
    );
  });
});
