import { microPriceUsd, type TopOfBook } from '@perpstream/core';
import fc from 'fast-check';
import { microPosition } from './micro-position';

describe('microPosition', () => {
  it.each([
    ['half way when the best sizes are equal', 2, 2, 0.5],
    ['near the ask when the bid is large', 3, 1, 0.75],
    ['near the bid when the ask is large', 1, 3, 0.25],
  ])('is %s', (_, bidSizeBase, askSizeBase, expected) => {
    expect(microPosition({ bidPriceUsd: 99, askPriceUsd: 101, bidSizeBase, askSizeBase })).toBe(expected);
  });

  it('is the place of the micro price between bid and ask', () => {
    const size = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(size, size, size, (bidSizeBase, askSizeBase, spreadUsd) => {
        const top: TopOfBook = { bidPriceUsd: 100, askPriceUsd: 100 + spreadUsd, bidSizeBase, askSizeBase };
        const place = (microPriceUsd(top) - top.bidPriceUsd) / (top.askPriceUsd - top.bidPriceUsd);
        expect(microPosition(top)).toBeCloseTo(place, 6);
      }),
    );
  });
});
