import { unixMs } from '@perpstream/core';
import { bookUpdate, ETH, marketContext } from '@perpstream/testing';
import fc from 'fast-check';
import { actionsOf, only, oracle, toldOf } from '../../fixtures/protection-inputs';
import type { RiskInput } from '../monitor/risk-options';
import { PriceRange } from './price-range';

const options = only({ priceJumpFraction: 0.05, priceJumpWindowMs: 60_000, priceJumpLockMs: 300_000 });
const book = (middleUsd: number, atMs: number): RiskInput =>
  bookUpdate({ bids: [[middleUsd - 1, 1]], asks: [[middleUsd + 1, 1]], receivedMs: unixMs(atMs) });

describe('the protection against price jumps', () => {
  it.each([
    ['a rise at the bound', [oracle(100, 0), oracle(105, 60_000)], ['60000 trip price-jump BTC-USD until 360000']],
    ['a fall at the bound', [oracle(100, 0), oracle(95, 1)], ['1 trip price-jump BTC-USD until 300001']],
    ['a rise below it', [oracle(100, 0), oracle(104.99, 1)], []],
    [
      'steps that add up',
      [oracle(100, 0), oracle(97, 30_000), oracle(94.9, 59_000)],
      ['59000 trip price-jump BTC-USD until 359000'],
    ],
    ['there and back', [oracle(100, 0), oracle(104, 1), oracle(98.7, 2)], ['2 trip price-jump BTC-USD until 300002']],
    ['the same in more time', [oracle(100, 0), oracle(95, 72_000)], []],
    ['the middle of the book', [book(100, 0), book(94, 10)], ['10 trip price-jump BTC-USD until 300010']],
    ['oracle and book that are apart', [oracle(100, 0), book(90, 10)], []],
    ['another market', [oracle(100, 0), oracle(50, 1, { marketId: ETH })], []],
    ['what is no price', [oracle(100, 0), oracle(NaN, 1), oracle(0, 2), oracle(Infinity, 3), oracle(-100, 4)], []],
  ])('meets %s', (_name, inputs, actions) => {
    expect(actionsOf(inputs, options)).toEqual(actions);
  });

  it('names the move and the window', () => {
    expect(toldOf([oracle(100, 0), oracle(92, 1)], options)[0]).toMatchObject({
      lock: {
        value: expect.closeTo(0.08, 12) as number,
        bound: 0.05,
        message: 'the oracle price of BTC-USD moved 8 % within 60 s (bound 5 %)',
      },
    });
  });

  it('lets go when the price is quiet again', () => {
    const inputs = [oracle(100, 0), oracle(90, 1), oracle(90, 200_000), oracle(90.1, 300_001), oracle(90, 400_000)];
    expect(actionsOf(inputs, options)).toEqual([
      '1 trip price-jump BTC-USD until 300001',
      '300001 release price-jump BTC-USD',
    ]);
  });

  it('holds on while the price goes on jumping, and is told once', () => {
    const prices = Array.from({ length: 20 }, (_, index) => oracle(index % 2 === 0 ? 100 : 90, index * 30_000));
    // Made longer when half of it was over, at 180, 330 and 480 s; the jumps after that came too soon.
    const quiet = [oracle(95, 779_999), oracle(95, 780_000)];
    expect(actionsOf([...prices, ...quiet], options)).toEqual([
      '30000 trip price-jump BTC-USD until 330000',
      '780000 release price-jump BTC-USD',
    ]);
  });

  it.each([
    ['a bound', { priceJumpFraction: Infinity }],
    ['a lock time', { priceJumpLockMs: 0 }],
  ])('is off without %s', (_name, given) => {
    expect(actionsOf([oracle(100, 0), oracle(1, 1)], only({ ...options.protections, ...given }))).toEqual([]);
  });

  it('passes a context without an oracle price by', () => {
    const { oraclePriceUsd, ...bare } = marketContext();
    expect([oraclePriceUsd, actionsOf([bare, bare], options)]).toEqual([100, []]);
  });
});

describe('PriceRange', () => {
  it('sees the largest move of its window, and none that is a fifth older', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 50, max: 150 })), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, (given) => {
        const range = new PriceRange(100);
        const seen: (readonly [number, number])[] = [];
        let nowMs = 0;
        for (const [passedMs, priceUsd] of given) {
          nowMs += passedMs;
          seen.push([nowMs, priceUsd]);
          const moveWithin = (windowMs: number): number =>
            Math.max(
              ...seen
                .filter(([atMs]) => atMs >= nowMs - windowMs)
                .map(([, past]) => (past < priceUsd ? priceUsd / past - 1 : 1 - priceUsd / past)),
            );
          const move = range.moveTo(priceUsd, nowMs);
          expect(move).toBeGreaterThanOrEqual(moveWithin(100) - 1e-12);
          expect(move).toBeLessThanOrEqual(moveWithin(120) + 1e-12);
        }
      }),
    );
  });
});
