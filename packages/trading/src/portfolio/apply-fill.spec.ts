import type { Quantums, QuoteQuantums } from '@perpstream/core';
import fc from 'fast-check';
import { applyFill, type Holding } from './apply-fill';

function fill(side: 'buy' | 'sell', quantums: bigint, quote: bigint) {
  return { side, quantums: quantums as Quantums, quoteQuantums: quote as QuoteQuantums };
}

function holding(quantums: bigint, costQuoteQuantums: bigint): Holding {
  return { quantums, costQuoteQuantums };
}

describe('applyFill', () => {
  it.each([
    ['opens a long', undefined, fill('buy', 10n, 1_000n), holding(10n, 1_000n), 0n, true],
    ['opens a short', undefined, fill('sell', 10n, 1_000n), holding(-10n, -1_000n), 0n, true],
    ['adds to a long', holding(10n, 1_000n), fill('buy', 10n, 1_200n), holding(20n, 2_200n), 0n, false],
    ['adds to a short', holding(-10n, -1_000n), fill('sell', 5n, 450n), holding(-15n, -1_450n), 0n, false],
    ['closes half a long with a gain', holding(10n, 1_000n), fill('sell', 5n, 600n), holding(5n, 500n), 100n, false],
    [
      'closes half a short with a loss',
      holding(-10n, -1_000n),
      fill('buy', 5n, 600n),
      holding(-5n, -500n),
      -100n,
      false,
    ],
    ['closes a long', holding(10n, 1_000n), fill('sell', 10n, 900n), undefined, -100n, false],
    ['closes a short', holding(-10n, -1_000n), fill('buy', 10n, 900n), undefined, 100n, false],
    ['flips a long', holding(10n, 1_000n), fill('sell', 15n, 1_650n), holding(-5n, -550n), 100n, true],
    ['flips a short', holding(-10n, -1_000n), fill('buy', 30n, 2_700n), holding(20n, 1_800n), 100n, true],
    ['leaves what it rounds off in the cost', holding(3n, 100n), fill('sell', 1n, 40n), holding(2n, 67n), 7n, false],
    ['does the same for shorts', holding(-3n, -100n), fill('buy', 1n, 40n), holding(-2n, -67n), -7n, false],
  ] as const)('%s', (_, before, given, after, realized, isOpened) => {
    expect(applyFill(before, given)).toEqual({ holding: after, realizedQuoteQuantums: realized, isOpened });
  });

  it('keeps cash + cost = realised, to the last quantum, over any fills', () => {
    const anyFill = fc.record({
      side: fc.constantFrom('buy' as const, 'sell' as const),
      quantums: fc.bigInt({ min: 1n, max: 10n ** 12n }),
      quote: fc.bigInt({ min: 0n, max: 10n ** 15n }),
    });
    fc.assert(
      fc.property(fc.array(anyFill, { maxLength: 40 }), (fills) => {
        let held: Holding | undefined;
        let [cash, realized, size] = [0n, 0n, 0n];
        for (const { side, quantums, quote } of fills) {
          const effect = applyFill(held, fill(side, quantums, quote));
          held = effect.holding;
          realized += effect.realizedQuoteQuantums;
          cash += side === 'buy' ? -quote : quote;
          size += side === 'buy' ? quantums : -quantums;
          expect(held?.quantums ?? 0n).toBe(size);
          expect(cash + (held?.costQuoteQuantums ?? 0n)).toBe(realized);
        }
      }),
    );
  });
});
