import type { TopOfBook, UncrossPolicyName } from '@perpstream/core';
import fc from 'fast-check';
import { bookLevels, type LevelInput } from '../../fixtures/market-inputs';
import { OrderBook, type RawLevel } from './order-book';

function visible(book: OrderBook, side: 'bids' | 'asks'): RawLevel[] {
  const levels = book.view[side];
  return Array.from({ length: levels.count }, (_, depth) => ({
    priceUsd: levels.priceUsd(depth),
    sizeBase: levels.sizeBase(depth),
  }));
}

function firstLevels({ view: { bids, asks } }: OrderBook): TopOfBook | undefined {
  if (bids.count === 0 || asks.count === 0) return undefined;
  return {
    bidPriceUsd: bids.priceUsd(0),
    bidSizeBase: bids.sizeBase(0),
    askPriceUsd: asks.priceUsd(0),
    askSizeBase: asks.sizeBase(0),
  };
}

type Stated = {
  readonly side: 'bid' | 'ask';
  readonly priceUsd: number;
  readonly sizeBase: number;
  readonly age: number;
};

/** The book written down naively: a map of what was stated last, sorted when asked. */
class ReferenceBook {
  readonly #stated = new Map<string, Stated>();
  #age = 0;

  apply(levels: readonly LevelInput[], isSnapshot: boolean): void {
    if (isSnapshot) this.#stated.clear();
    this.#age += 1;
    for (const [side, priceUsd, sizeBase] of levels) {
      if (!isSnapshot) this.#age += 1;
      const key = `${side} ${priceUsd}`;
      if (sizeBase === 0) this.#stated.delete(key);
      else this.#stated.set(key, { side, priceUsd, sizeBase, age: this.#age });
    }
  }

  raw(side: 'bid' | 'ask'): Stated[] {
    const direction = side === 'bid' ? -1 : 1;
    return [...this.#stated.values()]
      .filter((level) => level.side === side)
      .sort((a, b) => direction * (a.priceUsd - b.priceUsd));
  }

  uncrossed(): { readonly bids: Stated[]; readonly asks: Stated[] } {
    const bids = this.raw('bid');
    const asks = this.raw('ask');
    for (
      let [bid, ask] = [bids[0], asks[0]];
      bid && ask && bid.priceUsd >= ask.priceUsd;
      [bid, ask] = [bids[0], asks[0]]
    ) {
      const bidLoses = bid.age === ask.age ? bid.sizeBase <= ask.sizeBase : bid.age < ask.age;
      (bidLoses ? bids : asks).shift();
    }
    return { bids, asks };
  }
}

const plain = (levels: readonly RawLevel[]): RawLevel[] =>
  levels.map(({ priceUsd, sizeBase }) => ({ priceUsd, sizeBase }));

const anyLevel = (prices: number): fc.Arbitrary<LevelInput> =>
  fc.tuple(
    fc.constantFrom('bid' as const, 'ask' as const),
    fc.integer({ min: 1, max: prices }).map((ticks) => ticks / 10),
    fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }).map((steps) => steps / 1_000) }, fc.constant(0)),
  );
const anyFrames = fc.array(fc.record({ isSnapshot: fc.boolean(), levels: fc.array(anyLevel(40), { maxLength: 20 }) }), {
  maxLength: 30,
});

describe('OrderBook under any sequence of frames', () => {
  it('shows what the naive book shows: raw levels, uncrossed view, top', () => {
    fc.assert(
      fc.property(anyFrames, (frames) => {
        const book = new OrderBook();
        const reference = new ReferenceBook();
        for (const { isSnapshot, levels } of frames) {
          if (isSnapshot) book.applySnapshot(bookLevels(levels));
          else book.apply(bookLevels(levels));
          reference.apply(levels, isSnapshot);
          const { bids, asks } = reference.uncrossed();
          expect(book.rawLevels('bids')).toEqual(plain(reference.raw('bid')));
          expect(book.rawLevels('asks')).toEqual(plain(reference.raw('ask')));
          expect(visible(book, 'bids')).toEqual(plain(bids));
          expect(visible(book, 'asks')).toEqual(plain(asks));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is never crossed or locked', () => {
    fc.assert(
      fc.property(anyFrames, (frames) => {
        const book = new OrderBook();
        for (const { isSnapshot, levels } of frames) {
          if (isSnapshot) book.applySnapshot(bookLevels(levels));
          else book.apply(bookLevels(levels));
          const { bids, asks } = book.view;
          const isTwoSided = bids.count > 0 && asks.count > 0;
          expect(book.top !== undefined).toBe(isTwoSided);
          if (isTwoSided) expect(bids.priceUsd(0)).toBeLessThan(asks.priceUsd(0));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('states the best levels of its view as top after every change, eviction and audit, by every policy', () => {
    const policies: readonly UncrossPolicyName[] = ['age', 'size', 'documentation', 'subtract', 'none'];
    const anyStep = fc.record({
      kind: fc.constantFrom('change', 'change', 'change', 'change', 'snapshot', 'evict', 'audit', 'clear'),
      levels: fc.array(anyLevel(12), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...policies),
        fc.constantFrom(1, 3, 5_000),
        fc.array(anyStep, { maxLength: 60 }),
        (uncross, maxLevelsPerSide, steps) => {
          const book = new OrderBook({ uncross, maxLevelsPerSide, evictAfterMs: 300, auditLagMs: 0 });
          steps.forEach(({ kind, levels }, step) => {
            const nowMs = step * 100;
            if (kind === 'change') book.apply(bookLevels(levels), nowMs);
            else if (kind === 'snapshot') book.applySnapshot(bookLevels(levels), nowMs);
            else if (kind === 'evict') book.evictLosers(nowMs);
            else if (kind === 'audit') book.audit(bookLevels(levels), nowMs - 150, nowMs);
            else book.clear();
            expect(book.top).toEqual(firstLevels(book));
          });
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('keeps the levels nearest to the top under any bound, also when deep', () => {
    const bound = 300;
    fc.assert(
      fc.property(fc.array(anyLevel(2_000), { minLength: 500, maxLength: 3_000 }), (levels) => {
        const bounded = new OrderBook({ maxLevelsPerSide: bound });
        const inserts = levels.filter(([, , sizeBase]) => sizeBase > 0);
        bounded.apply(bookLevels(inserts));
        const reference = new ReferenceBook();
        reference.apply(inserts, false);
        expect(bounded.rawLevels('bids').map((level) => level.priceUsd)).toEqual(
          reference
            .raw('bid')
            .slice(0, bound)
            .map((level) => level.priceUsd),
        );
        expect(bounded.rawLevels('asks').map((level) => level.priceUsd)).toEqual(
          reference
            .raw('ask')
            .slice(0, bound)
            .map((level) => level.priceUsd),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('keeps the levels nearest to the top while a moving market pushes the far ones out', () => {
    const anyStep = fc.tuple(fc.integer({ min: 0, max: 7 }).map(Boolean), fc.integer({ min: 0, max: 150 }));
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 800, maxLength: 900 }), fc.constantFrom(60, 100), (steps, bound) => {
        const book = new OrderBook({ maxLevelsPerSide: bound });
        let reference: number[] = [];
        steps.forEach(([isInsert, offset], step) => {
          const priceUsd =
            isInsert || reference.length === 0 ? step + offset + 1 : reference[offset % reference.length]!;
          book.apply(bookLevels([['bid', priceUsd, isInsert ? 1 : 0]]));
          reference = reference.filter((known) => known !== priceUsd);
          if (isInsert) reference = [...reference, priceUsd].sort((a, b) => b - a).slice(0, bound);
        });
        expect(book.rawLevels('bids').map((level) => level.priceUsd)).toEqual(reference);
      }),
      { numRuns: 20 },
    );
  });

  it('does not drift: after many updates each level holds exactly what was stated last', () => {
    const book = new OrderBook();
    const reference = new ReferenceBook();
    fc.assert(
      fc.property(fc.array(anyLevel(3_000), { minLength: 2_000, maxLength: 2_000 }), (levels) => {
        book.apply(bookLevels(levels));
        reference.apply(levels, false);
      }),
      { numRuns: 20 },
    );
    expect(book.rawLevels('bids').length).toBeGreaterThan(1_000);
    expect(book.rawLevels('bids')).toEqual(plain(reference.raw('bid')));
    expect(book.rawLevels('asks')).toEqual(plain(reference.raw('ask')));
  });
});
