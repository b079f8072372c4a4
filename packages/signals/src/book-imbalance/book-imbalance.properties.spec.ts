import { unixMs, type BookUpdate } from '@perpstream/core';
import { bookUpdate, marketWalk, replayEvents, type Level } from '@perpstream/testing';
import fc from 'fast-check';
import { bookImbalance, bookImbalanceDefaults, type BookImbalanceOptions } from './book-imbalance';

const options = { halfLifeMs: 1_000, warmUpMs: 2_000 };

const scoresOf = (events: readonly BookUpdate[], given: BookImbalanceOptions = options): number[] =>
  replayEvents(events, () => bookImbalance(given)).outputs.map(({ score }) => score ?? NaN);

const levelsOf = (book: BookUpdate, side: 'bids' | 'asks'): Level[] =>
  Array.from({ length: book.view[side].count }, (_, depth) => [
    book.view[side].priceUsd(depth),
    book.view[side].sizeBase(depth),
  ]);

const changed = (book: BookUpdate, change: (levels: Level[]) => Level[], isSwapped = false): BookUpdate => {
  const [bids, asks] = [change(levelsOf(book, 'bids')), change(levelsOf(book, 'asks'))];
  return bookUpdate({ ...book, bids: isSwapped ? asks : bids, asks: isSwapped ? bids : asks });
};

const walk = (seed: number, books = 40): BookUpdate[] =>
  marketWalk({ seed, books }).filter((event): event is BookUpdate => event.kind === 'book');

describe('bookImbalance', () => {
  it('is the mean of two shares, each moment of the past weighted by its age', () => {
    const events = walk(5);
    const shares = events.map((book) => {
      const midUsd = (book.top.bidPriceUsd + book.top.askPriceUsd) / 2;
      const weigh = (levels: Level[]): number =>
        levels
          .slice(0, 3)
          .reduce((sum, [usd, base]) => sum + base / (1 + Math.abs(usd - midUsd) / ((midUsd * 2) / 10_000)), 0);
      const [bids, asks] = [weigh(levelsOf(book, 'bids')), weigh(levelsOf(book, 'asks'))];
      const micro = book.top.bidSizeBase / (book.top.bidSizeBase + book.top.askSizeBase);
      return 0.7 * (bids / (bids + asks)) + 0.3 * micro;
    });
    const nowMs = events.at(-1)!.receivedMs;
    const kept = (atMs: number): number => 2 ** (-(nowMs - atMs) / 1_000);
    const weights = events.slice(1).map((book, index) => kept(book.receivedMs) - kept(events[index]!.receivedMs));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const expected = weights.reduce((sum, weight, index) => sum + weight * shares[index]!, 0) / total;
    const given = { ...options, levels: 3, halfWeightBps: 2, microWeight: 0.3 };
    expect(scoresOf(events, given).at(-1)).toBeCloseTo(100 * expected, 8);
  });

  it('hears the micro price by its weight', () => {
    // The best sizes say 3/4, both levels together 1/3.
    const bids: Level[] = [[99.99, 3], [99.98, 0]]; // prettier-ignore
    const asks: Level[] = [[100.01, 1], [100.02, 5]]; // prettier-ignore
    const books = [0, 2_000].map((ms) => bookUpdate({ receivedMs: unixMs(ms), bids, asks }));
    const score = (microWeight: number): number => scoresOf(books, { ...options, halfWeightBps: 1e9, microWeight })[0]!;
    expect([0, 0.5, 1].map(score)).toEqual(
      [100 / 3, (100 / 3 + 75) / 2, 75].map((value) => expect.closeTo(value, 5) as number),
    );
  });

  it('does not depend on the price level, and mirrors when the sides are swapped', () => {
    const factor = fc.double({ min: 1e-4, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), factor, factor, (seed, price, unit) => {
        const events = walk(seed, 20);
        const scores = scoresOf(events);
        const scale = (levels: Level[]): Level[] => levels.map(([usd, base]) => [usd * price, base * unit]);
        const scaled = scoresOf(events.map((book) => changed(book, scale)));
        // Mirrored around a price, so that levels stay as far from the mid.
        const mirror = (levels: Level[]): Level[] => levels.map(([usd, base]) => [200 - usd, base]);
        const mirrored = scoresOf(events.map((book) => changed(book, mirror, true)));
        scores.forEach((score, index) => {
          expect(scaled[index]).toBeCloseTo(score, 9);
          expect(mirrored[index]).toBeCloseTo(100 - score, 0);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('rises with the size of any bid and falls with that of any ask', () => {
    const side = fc.constantFrom('bids' as const, 'asks' as const);
    const books = fc.tuple(fc.integer({ min: 1, max: 1_000 }), side, fc.nat({ max: 4 }), fc.double({ min: 0.1, max: 50, noNaN: true })); // prettier-ignore
    fc.assert(
      fc.property(books, ([seed, grown, depth, more]) => {
        const [book] = walk(seed, 1);
        const twice = (one: BookUpdate): BookUpdate[] => [one, { ...one, receivedMs: unixMs(2_000) }];
        const levels = { bids: levelsOf(book!, 'bids'), asks: levelsOf(book!, 'asks') };
        const [usd, base] = levels[grown][depth]!;
        levels[grown][depth] = [usd, base + more];
        const rise = scoresOf(twice(bookUpdate({ ...book!, ...levels })))[0]! - scoresOf(twice(book!))[0]!;
        expect(grown === 'bids' ? rise : -rise).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });

  it('exports the defaults it uses', () => {
    const events = walk(3, 100);
    expect(scoresOf(events, bookImbalanceDefaults)).toEqual(scoresOf(events, {}));
  });

  it.each([-0.1, 1.1, NaN])('refuses a micro weight of %d', (microWeight) => {
    expect(() => bookImbalance({ microWeight })).toThrow(
      new RangeError(`microWeight must be in 0..1, was ${microWeight}`),
    );
  });
});
