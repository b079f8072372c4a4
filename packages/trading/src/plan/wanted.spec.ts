import type { QuotesDecision, TopOfBook } from '@perpstream/core';
import { marketRules, targetDecision } from '@perpstream/testing';
import fc from 'fast-check';
import { fixWanted } from './wanted';

/** Step 0.0001, tick 1 USD. */
const rules = marketRules();
const top: TopOfBook = { bidPriceUsd: 99, bidSizeBase: 1, askPriceUsd: 101, askSizeBase: 1 };

function quotes(given: Pick<QuotesDecision, 'bid' | 'ask'>): QuotesDecision {
  const { strategy, decision, confidence, reasons, marketId, receivedMs, cause } = targetDecision();
  return { kind: 'quotes', strategy, decision, confidence, reasons, marketId, receivedMs, cause, ...given };
}

describe('fixWanted for a target', () => {
  it.each([
    ['a long at the mid', 1_000, 100_000_000_000n],
    ['a short at the mid', -1_000, -100_000_000_000n],
    ['flat', 0, 0n],
    ['flat for minus zero', -0, 0n],
    ['a long rounded toward zero', 0.0199, 1_000_000n],
    ['a short rounded toward zero', -0.0199, -1_000_000n],
    ['exactly one step', 0.01, 1_000_000n],
  ])('wants %s', (_, targetNotionalUsd, quantums) => {
    const { wanted, problems } = fixWanted(targetDecision({ targetNotionalUsd }), rules, top);
    expect(wanted).toMatchObject({ kind: 'target', quantums, attempts: 0, isOver: false });
    expect(problems).toEqual([]);
  });

  it.each([0.005, -0.005])(
    'wants to be flat for %d USD, which is less than a step, and says so',
    (targetNotionalUsd) => {
      const { wanted, problems } = fixWanted(targetDecision({ targetNotionalUsd }), rules, top);
      expect(wanted).toMatchObject({ quantums: 0n });
      expect(problems).toEqual([
        `a target of ${targetNotionalUsd} USD comes to nothing: size 0.00005 is below the smallest allowed, 0.0001`,
      ]);
    },
  );

  it('never wants more than was asked, and less than a step less', () => {
    const notional = fc.double({ min: -1e7, max: 1e7, noNaN: true });
    const step = 1_000_000;
    fc.assert(
      fc.property(notional, (targetNotionalUsd) => {
        const { wanted } = fixWanted(targetDecision({ targetNotionalUsd }), rules, top);
        const asked = (targetNotionalUsd / 100) * 1e10;
        const got = wanted.kind === 'target' ? Number(wanted.quantums) : NaN;
        expect(Math.abs(got)).toBeLessThanOrEqual(Math.abs(asked) * (1 + 1e-12));
        expect(Math.abs(got)).toBeGreaterThan(Math.abs(asked) - step - 1);
        expect(got * asked).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('fixWanted for quotes', () => {
  it('rounds sizes down and prices away from the book', () => {
    const decision = quotes({
      bid: { priceUsd: 98.9, sizeBase: 1.23456 },
      ask: { priceUsd: 101.1, sizeBase: 2.00009 },
    });
    const { wanted, problems } = fixWanted(decision, rules, top);
    expect(wanted.kind === 'quotes' && wanted.quotes).toEqual([
      { side: 'buy', quantums: 12_345_000_000n, subticks: 9_800_000n, attempts: 0, isOver: false },
      { side: 'sell', quantums: 20_000_000_000n, subticks: 10_200_000n, attempts: 0, isOver: false },
    ]);
    expect(problems).toEqual([]);
  });

  it.each([
    ['no side', {}, []],
    ['a bid alone', { bid: { priceUsd: 98, sizeBase: 1 } }, ['buy']],
    ['an ask alone', { ask: { priceUsd: 102, sizeBase: 1 } }, ['sell']],
  ])('quotes %s', (_, given, sides) => {
    const { wanted } = fixWanted(quotes(given), rules, top);
    expect(wanted.kind === 'quotes' && wanted.quotes.map(({ side }) => side)).toEqual(sides);
  });

  it('leaves out what is not on the grid, and says so', () => {
    const decision = quotes({ bid: { priceUsd: 98, sizeBase: 0 }, ask: { priceUsd: 0, sizeBase: 1 } });
    const { wanted, problems } = fixWanted(decision, rules, top);
    expect(wanted.kind === 'quotes' && wanted.quotes).toEqual([]);
    expect(problems).toEqual([
      'no buy quote: size 0 is below the smallest allowed, 0.0001',
      'no sell quote: price 0 is below the smallest allowed, 1',
    ]);
  });
});
