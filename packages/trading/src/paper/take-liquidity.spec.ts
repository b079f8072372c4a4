import type { OrderIntent, Subticks } from '@perpstream/core';
import { bookUpdate, marketRules, orderIntent } from '@perpstream/testing';
import fc from 'fast-check';
import { learn, newPaperMarket, type PaperMarket } from './paper-market';
import { crossesBook, isWithinLimit, takeLiquidity } from './take-liquidity';

const rules = marketRules();
/** One base unit. */
const UNIT = 10_000_000_000n;

function marketWith(book: Parameters<typeof bookUpdate>[0]): PaperMarket {
  const market = newPaperMarket();
  learn(market, bookUpdate(book));
  return market;
}

function buyAt(priceUsd: number): OrderIntent {
  return orderIntent({ priceUsd, subticks: BigInt(priceUsd * 100_000) as Subticks });
}

function sellAt(priceUsd: number): OrderIntent {
  return { ...buyAt(priceUsd), side: 'sell' };
}

function brief(market: PaperMarket, order: OrderIntent, units: number): string[] {
  const matches = takeLiquidity(market, rules, order, BigInt(units * 10_000) * 1_000_000n);
  return matches.map(({ quantums, subticks }) => `${Number(quantums) / 1e10} @ ${Number(subticks) / 1e5}`);
}

describe('takeLiquidity', () => {
  const bids = [
    [99, 1],
    [98, 2],
    [96, 3],
  ] as const;
  const asks = [
    [101, 1],
    [102, 2],
    [104, 3],
  ] as const;

  it.each([
    ['part of the first level', buyAt(104), 0.5, ['0.5 @ 101']],
    ['all of the first level', buyAt(104), 1, ['1 @ 101']],
    ['two levels', buyAt(104), 2, ['1 @ 101', '1 @ 102']],
    ['all that is known', buyAt(200), 10, ['1 @ 101', '2 @ 102', '3 @ 104']],
    ['up to the limit', buyAt(102), 10, ['1 @ 101', '2 @ 102']],
    ['up to a limit between levels', buyAt(103), 10, ['1 @ 101', '2 @ 102']],
    ['nothing beyond the limit', buyAt(100), 10, []],
    ['bids from the best down', sellAt(96), 4, ['1 @ 99', '2 @ 98', '1 @ 96']],
    ['bids down to the limit', sellAt(97), 4, ['1 @ 99', '2 @ 98']],
    ['nothing below the limit', sellAt(100), 4, []],
  ] as const)('takes %s', (_, order, units, expected) => {
    expect(brief(marketWith({ bids, asks }), order, units)).toEqual(expected);
  });

  it('takes what is left of a level', () => {
    const market = marketWith({ asks });
    expect(brief(market, buyAt(102), 1.5)).toEqual(['1 @ 101', '0.5 @ 102']);
    expect(brief(market, buyAt(104), 2)).toEqual(['1.5 @ 102', '0.5 @ 104']);
    learn(market, bookUpdate({ asks }));
    expect(brief(market, buyAt(104), 1)).toEqual(['1 @ 101']);
  });

  it('takes nothing from a market without a book', () => {
    expect(takeLiquidity(newPaperMarket(), rules, buyAt(200), UNIT)).toEqual([]);
  });

  it('moves a level off the grid against the taker', () => {
    const market = marketWith({ bids: [[98.5, 1]], asks: [[101.5, 1]] });
    expect(brief(market, buyAt(200), 1)).toEqual(['1 @ 102']);
    expect(brief(market, sellAt(1), 1)).toEqual(['1 @ 98']);
  });

  it('never takes more than is displayed, nor at a price beyond the limit, over any orders', () => {
    const level = fc.tuple(fc.integer({ min: 100, max: 120 }), fc.integer({ min: 1, max: 50_000 }));
    const levels = fc.uniqueArray(level, { selector: ([price]) => price, minLength: 1, maxLength: 10 });
    const wish = fc.record({ limit: fc.integer({ min: 95, max: 125 }), steps: fc.bigInt({ min: 1n, max: 200_000n }) });
    fc.assert(
      fc.property(levels, fc.array(wish, { maxLength: 10 }), (unsorted, wishes) => {
        const sorted = [...unsorted].sort(([a], [b]) => a - b);
        const market = marketWith({ asks: sorted.map(([price, steps]) => [price, steps / 10_000] as const) });
        const taken = new Map<bigint, bigint>();
        for (const { limit, steps } of wishes) {
          const matches = takeLiquidity(market, rules, buyAt(limit), steps * 1_000_000n);
          let total = 0n;
          for (const { quantums, subticks } of matches) {
            expect(subticks).toBeLessThanOrEqual(BigInt(limit) * 100_000n);
            taken.set(subticks, (taken.get(subticks) ?? 0n) + quantums);
            total += quantums;
          }
          expect(total).toBeLessThanOrEqual(steps * 1_000_000n);
        }
        for (const [price, steps] of sorted) {
          expect(taken.get(BigInt(price) * 100_000n) ?? 0n).toBeLessThanOrEqual(BigInt(steps) * 1_000_000n);
        }
      }),
    );
  });
});

describe('isWithinLimit', () => {
  it.each([
    ['buy', 100, 100, true],
    ['buy', 99, 100, true],
    ['buy', 101, 100, false],
    ['sell', 100, 100, true],
    ['sell', 101, 100, true],
    ['sell', 99, 100, false],
  ] as const)('lets a %s trade at %d with a limit of %d: %s', (side, price, limit, isWithin) => {
    expect(isWithinLimit(side, price, limit)).toBe(isWithin);
    expect(isWithinLimit(side, BigInt(price), BigInt(limit))).toBe(isWithin);
  });
});

describe('crossesBook', () => {
  it.each([
    ['buy', 100, false],
    ['buy', 101, true],
    ['sell', 100, false],
    ['sell', 99, true],
  ] as const)('says of a %s at %d in a book of 99 to 101: %s', (side, priceUsd, isCrossing) => {
    expect(crossesBook(marketWith({}), side, priceUsd)).toBe(isCrossing);
  });

  it('sees nothing to cross without a book', () => {
    expect(crossesBook(newPaperMarket(), 'buy', 1_000)).toBe(false);
  });
});
