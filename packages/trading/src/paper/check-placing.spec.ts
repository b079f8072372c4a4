import type { OrderIntent, Quantums, Subticks } from '@perpstream/core';
import { bookUpdate, marketRules, orderIntent } from '@perpstream/testing';
import { checkPlacing } from './check-placing';
import { newPaperMarket, type PaperMarket, type RestingOrder } from './paper-market';

const rules = marketRules();

function marketWith(given: Partial<PaperMarket> = {}): PaperMarket {
  return { ...newPaperMarket(), rules, status: 'ACTIVE', book: bookUpdate(), ...given };
}

function at(priceUsd: number, given: Partial<OrderIntent> = {}): OrderIntent {
  return orderIntent({ priceUsd, subticks: BigInt(priceUsd * 100_000) as Subticks, ...given });
}

function resting(order: OrderIntent): RestingOrder {
  return { order, remainingQuantums: 1n, queueAheadQuantums: 0n, sinceExchangeMs: 0, goodTilBlock: undefined };
}

type Case = readonly [name: string, order: OrderIntent, market: PaperMarket];

describe('checkPlacing', () => {
  const placeable: readonly Case[] = [
    ['a taker', at(101), marketWith()],
    ['a taker that reaches nothing', at(50), marketWith()],
    ['a gtt order that crosses', at(105, { timeInForce: 'gtt' }), marketWith()],
    ['a post-only bid at the bid', at(99, { timeInForce: 'post-only' }), marketWith()],
    ['a post-only bid inside the spread', at(100, { timeInForce: 'post-only' }), marketWith()],
    ['a post-only ask at the ask', at(101, { side: 'sell', timeInForce: 'post-only' }), marketWith()],
    [
      'a post-only bid beside an own bid',
      at(100, { timeInForce: 'post-only' }),
      marketWith({ resting: [resting(at(100))] }),
    ],
    ['a reduce-only sell of a long', at(99, { side: 'sell', reduceOnly: true }), marketWith({ positionQuantums: 1n })],
    ['a reduce-only buy of a short', at(101, { reduceOnly: true }), marketWith({ positionQuantums: -1n })],
    ['one step at one tick', at(1, { quantums: 1_000_000n as Quantums }), marketWith()],
  ];

  it.each(placeable)('lets %s through', (_, order, market) => {
    expect(checkPlacing(order, market)).toEqual({ kind: 'placeable', rules });
  });

  const refused: readonly (readonly [...Case, kind: string, reason: RegExp])[] = [
    ['an unknown market', at(101), marketWith({ rules: undefined }), 'rejected', /rules of BTC-USD are not known/],
    ['a paused market', at(101), marketWith({ status: 'PAUSED' }), 'rejected', /takes no orders while PAUSED/],
    ['a size off the grid', at(101, { quantums: 5n as Quantums }), marketWith(), 'rejected', /size 5 quantums/],
    ['a size below 0', at(101, { quantums: -1_000_000n as Quantums }), marketWith(), 'rejected', /size -1000000/],
    ['a price off the grid', at(101, { subticks: 5n as Subticks }), marketWith(), 'rejected', /price 5 subticks/],
    ['a price of 0', at(0), marketWith(), 'rejected', /price 0 subticks/],
    [
      'a resting reduce-only order',
      at(101, { side: 'sell', timeInForce: 'gtt', reduceOnly: true }),
      marketWith({ positionQuantums: 1n }),
      'rejected',
      /reduce only orders must be short term IOC orders/,
    ],
    ['reducing nothing', at(101, { reduceOnly: true }), marketWith(), 'rejected', /cannot open or increase/],
    [
      'a reduce-only order that increases',
      at(101, { reduceOnly: true }),
      marketWith({ positionQuantums: 1n }),
      'rejected',
      /cannot open or increase/,
    ],
    ['a market without a book', at(101), marketWith({ book: undefined }), 'cancelled', /not live/],
    ['a market that is not live', at(101), marketWith({ isLive: false }), 'cancelled', /not live/],
    [
      'a post-only bid at the ask',
      at(101, { timeInForce: 'post-only' }),
      marketWith(),
      'rejected',
      /POST_ONLY_WOULD_CROSS_MAKER_ORDER/,
    ],
    [
      'a post-only ask at the bid',
      at(99, { side: 'sell', timeInForce: 'post-only' }),
      marketWith(),
      'rejected',
      /POST_ONLY_WOULD_CROSS_MAKER_ORDER/,
    ],
    [
      'a post-only bid at an own ask',
      at(100, { timeInForce: 'post-only' }),
      marketWith({ resting: [resting(at(100, { side: 'sell' }))] }),
      'rejected',
      /POST_ONLY_WOULD_CROSS_MAKER_ORDER/,
    ],
  ];

  it.each(refused)('refuses %s', (_, order, market, kind, reason) => {
    expect(checkPlacing(order, market)).toEqual({ kind, reason: expect.stringMatching(reason) as string });
  });

  it('names what is wrong with the order before what is wrong with the market data', () => {
    const market = marketWith({ isLive: false });
    expect(checkPlacing(at(101, { quantums: 5n as Quantums }), market)).toMatchObject({ kind: 'rejected' });
  });
});
