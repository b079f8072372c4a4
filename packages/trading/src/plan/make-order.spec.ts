import type { Subticks, TopOfBook } from '@perpstream/core';
import { marketRules, targetDecision } from '@perpstream/testing';
import { desiredOrders, type DesiredOrder } from './desired-orders';
import { makeOrder } from './make-order';
import type { WantedQuote } from './wanted';

const rules = marketRules();
const top: TopOfBook = { bidPriceUsd: 99, bidSizeBase: 1, askPriceUsd: 101, askSizeBase: 1 };

function toward(target: bigint, execution: 'taker' | 'maker'): DesiredOrder {
  const wanted = { kind: 'target', decision: targetDecision(), quantums: target, attempts: 0, isOver: false } as const;
  return desiredOrders(wanted, 0n, execution)[0]!;
}

function quoted(side: 'buy' | 'sell', priceUsd: number): DesiredOrder {
  const subticks = BigInt(priceUsd * 100_000) as Subticks;
  const quote: WantedQuote = { side, quantums: 2_000_000n, subticks, attempts: 0, isOver: false };
  return { side, quantums: 2_000_000n, timeInForce: 'post-only', reduceOnly: false, quote, effort: quote };
}

describe('makeOrder', () => {
  it('states size and price in both units', () => {
    expect(makeOrder(toward(2_000_000n, 'taker'), rules, top, 500)).toEqual({
      ok: true,
      value: {
        side: 'buy',
        quantums: 2_000_000n,
        subticks: 10_600_000n,
        sizeBase: 0.0002,
        priceUsd: 106,
        timeInForce: 'ioc',
        reduceOnly: false,
      },
    });
  });

  it.each([
    ['a taker by its slippage', toward(-2_000_000n, 'taker'), 95],
    ['a maker at the touch', toward(-2_000_000n, 'maker'), 101],
    ['a buying maker at the touch', toward(2_000_000n, 'maker'), 99],
    ['a quote as it is', quoted('buy', 97), 97],
    ['a quote off the book', quoted('buy', 150), 100],
    ['a selling quote off the book', quoted('sell', 50), 100],
  ])('prices %s', (_, wish, priceUsd) => {
    const made = makeOrder(wish, rules, top, 500);
    expect(made.ok && made.value.priceUsd).toBe(priceUsd);
  });

  it('cuts a size to the step', () => {
    const made = makeOrder(toward(2_999_999n, 'taker'), rules, top, 0);
    expect(made.ok && made.value.quantums).toBe(2_000_000n);
  });

  it('refuses less than a step', () => {
    expect(makeOrder(toward(999_999n, 'taker'), rules, top, 0)).toEqual({
      ok: false,
      reason: 'size 999999 quantums is below one step of 1000000',
      nearest: ['0', '1000000'],
    });
  });

  it('refuses a price below the grid', () => {
    const penny = { ...top, bidPriceUsd: 0.01, askPriceUsd: 0.02 };
    expect(makeOrder(toward(2_000_000n, 'taker'), rules, penny, 20)).toMatchObject({ ok: false });
  });
});
