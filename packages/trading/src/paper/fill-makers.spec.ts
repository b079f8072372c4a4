import { unixMs, type OrderIntent, type Side, type Subticks, type TradeFlow } from '@perpstream/core';
import { bookUpdate, marketRules, orderIntent, tradeFlow } from '@perpstream/testing';
import fc from 'fast-check';
import { matchMakersWithBook, matchMakersWithFlow, queueAhead, type MakerMatch } from './fill-makers';
import { learn, newPaperMarket, type PaperMarket, type RestingOrder } from './paper-market';

const rules = marketRules();

/** Base units in quantums. */
function units(sizeBase: number): bigint {
  return BigInt(Math.round(sizeBase * 10_000)) * 1_000_000n;
}

function resting(side: Side, priceUsd: number, sizeBase: number, queueBase = 0): RestingOrder {
  const order: OrderIntent = orderIntent({ side, priceUsd, subticks: BigInt(priceUsd * 100_000) as Subticks });
  return {
    order,
    remainingQuantums: units(sizeBase),
    queueAheadQuantums: units(queueBase),
    sinceExchangeMs: 0,
    goodTilBlock: undefined,
  };
}

function marketWith(...orders: RestingOrder[]): PaperMarket {
  return { ...newPaperMarket(), rules, resting: orders };
}

function flow(given: Partial<TradeFlow>): TradeFlow {
  return tradeFlow({ buyBase: 0, exchangeMs: unixMs(1), ...given });
}

function brief(matches: readonly MakerMatch[]): string[] {
  return matches.map(
    ({ resting: { order }, quantums }) => `${order.side} ${Number(quantums) / 1e10} @ ${order.priceUsd}`,
  );
}

describe('matchMakersWithFlow', () => {
  it('gives what is beyond the price to the best order first', () => {
    const market = marketWith(resting('buy', 98, 1), resting('buy', 99, 1), resting('sell', 101, 1));
    expect(brief(matchMakersWithFlow(market, rules, flow({ sellBase: 1.5, lowPriceUsd: 97 })))).toEqual([
      'buy 1 @ 99',
      'buy 0.5 @ 98',
    ]);
  });

  it('fills both sides of one flow', () => {
    const market = marketWith(resting('buy', 99, 1), resting('sell', 101, 1));
    const both = flow({ sellBase: 1, lowPriceUsd: 98, buyBase: 0.5, highPriceUsd: 102 });
    expect(brief(matchMakersWithFlow(market, rules, both))).toEqual(['buy 1 @ 99', 'sell 0.5 @ 101']);
  });

  it('takes what the queue takes from the next order as well', () => {
    const market = marketWith(resting('buy', 99, 1, 2), resting('buy', 98, 1));
    expect(brief(matchMakersWithFlow(market, rules, flow({ sellBase: 2.5, lowPriceUsd: 99 })))).toEqual([
      'buy 0.5 @ 99',
    ]);
  });

  it('clears the queue once trades went beyond the price', () => {
    const order = resting('buy', 99, 1, 5);
    const market = marketWith(order);
    matchMakersWithFlow(market, rules, flow({ sellBase: 0.25, lowPriceUsd: 98 }));
    expect(order.queueAheadQuantums).toBe(0n);
  });

  it('ignores flows of sizes below one step', () => {
    const market = marketWith(resting('buy', 99, 1));
    expect(matchMakersWithFlow(market, rules, flow({ sellBase: 0.00001, lowPriceUsd: 98 }))).toEqual([]);
  });

  it('never fills more than was traded, nor more than rests, over any flows', () => {
    const size = fc.integer({ min: 1, max: 50_000 }).map((steps) => steps / 10_000);
    const order = fc.record({ priceUsd: fc.integer({ min: 95, max: 100 }), size, queue: size });
    const trade = fc.record({ lowPriceUsd: fc.integer({ min: 93, max: 102 }), sellBase: size });
    fc.assert(
      fc.property(fc.array(order, { maxLength: 6 }), fc.array(trade, { maxLength: 10 }), (orders, trades) => {
        const market = marketWith(...orders.map((each) => resting('buy', each.priceUsd, each.size, each.queue)));
        for (const { lowPriceUsd, sellBase } of trades) {
          let filled = 0n;
          for (const match of matchMakersWithFlow(market, rules, flow({ lowPriceUsd, sellBase }))) {
            expect(match.quantums).toBeLessThanOrEqual(match.resting.remainingQuantums);
            expect(match.resting.order.priceUsd).toBeGreaterThanOrEqual(lowPriceUsd);
            match.resting.remainingQuantums -= match.quantums;
            filled += match.quantums;
          }
          expect(filled).toBeLessThanOrEqual(units(sellBase));
        }
      }),
    );
  });
});

describe('matchMakersWithBook', () => {
  it.each([
    ['an ask above the bid fills nothing', [[90, 1]], [[100, 5]], []],
    ['an ask at the bid fills it', [[90, 1]], [[99, 5]], ['buy 1 @ 99']],
    ['an ask below the bid fills it at its own price', [[90, 1]], [[95, 5]], ['buy 1 @ 99']],
    ['a small ask fills a part', [[90, 1]], [[99, 0.25]], ['buy 0.25 @ 99']],
    ['a bid at the ask fills it', [[103, 0.5]], [[104, 1]], ['sell 0.5 @ 103']],
    ['a bid above the ask fills it at its own price', [[110, 9]], [[111, 1]], ['sell 2 @ 103']],
  ] as const)('%s', (_, bids, asks, expected) => {
    const market = marketWith(resting('buy', 99, 1), resting('sell', 103, 2));
    const book = bookUpdate({ bids, asks });
    learn(market, book);
    expect(brief(matchMakersWithBook(market, rules, book))).toEqual(expected);
  });

  it('stops when the displayed size is used up', () => {
    const market = marketWith(resting('buy', 99, 1), resting('buy', 100, 1), resting('buy', 98, 1));
    const book = bookUpdate({ bids: [[90, 1]], asks: [[98, 1.5]] });
    learn(market, book);
    expect(brief(matchMakersWithBook(market, rules, book))).toEqual(['buy 1 @ 100', 'buy 0.5 @ 99']);
  });
});

describe('queueAhead', () => {
  const book = bookUpdate({
    bids: [
      [99, 2],
      [97, 3],
    ],
    asks: [
      [101, 4],
      [104, 5],
    ],
  });

  it.each([
    ['buy', 100, 0],
    ['buy', 99, 2],
    ['buy', 98, 0],
    ['buy', 97, 3],
    ['buy', 90, 0],
    ['sell', 100, 0],
    ['sell', 101, 4],
    ['sell', 103, 0],
    ['sell', 104, 5],
    ['sell', 120, 0],
  ] as const)('puts a %s at %d behind %d', (side, priceUsd, sizeBase) => {
    const market = marketWith();
    learn(market, book);
    expect(queueAhead(market, rules, side, priceUsd)).toBe(units(sizeBase));
  });

  it('knows of no queue without a book', () => {
    expect(queueAhead(newPaperMarket(), rules, 'buy', 99)).toBe(0n);
  });
});
