import fc from 'fast-check';
import type { TopOfBook } from './book-view';
import { microPriceUsd, midPriceUsd, spreadBps } from './prices';

const top = (bidPriceUsd: number, bidSizeBase: number, askPriceUsd: number, askSizeBase: number): TopOfBook => ({
  bidPriceUsd,
  bidSizeBase,
  askPriceUsd,
  askSizeBase,
});

const anyTop = fc
  .record({
    bid: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
    gap: fc.double({ min: 1e-6, max: 0.5, noNaN: true }),
    bidSize: fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
    askSize: fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
  })
  .map(({ bid, gap, bidSize, askSize }) => top(bid, bidSize, bid * (1 + gap), askSize));

describe('prices of a book', () => {
  it.each([
    { name: 'equal sizes', book: top(99, 2, 101, 2), mid: 100, micro: 100, bps: 200 },
    { name: 'a bid three times the ask', book: top(99, 3, 101, 1), mid: 100, micro: 100.5, bps: 200 },
    { name: 'an ask three times the bid', book: top(99, 1, 101, 3), mid: 100, micro: 99.5, bps: 200 },
    { name: 'one basis point', book: top(19_999, 1, 20_001, 1), mid: 20_000, micro: 20_000, bps: 1 },
  ])('are right for $name', ({ book, mid, micro, bps }) => {
    expect(midPriceUsd(book)).toBe(mid);
    expect(microPriceUsd(book)).toBeCloseTo(micro, 10);
    expect(spreadBps(book)).toBeCloseTo(bps, 10);
  });

  it('lie between bid and ask, on the side of the smaller size', () => {
    fc.assert(
      fc.property(anyTop, (book) => {
        const mid = midPriceUsd(book);
        const micro = microPriceUsd(book);
        const rounding = book.askPriceUsd * 1e-12;
        expect(micro).toBeGreaterThanOrEqual(book.bidPriceUsd - rounding);
        expect(micro).toBeLessThanOrEqual(book.askPriceUsd + rounding);
        expect(Math.sign(book.bidSizeBase - book.askSizeBase) * (micro - mid)).toBeGreaterThanOrEqual(-rounding);
        expect(spreadBps(book)).toBeGreaterThan(0);
      }),
    );
  });
});
