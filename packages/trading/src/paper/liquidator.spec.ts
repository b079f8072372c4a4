import type { LiquidationStep, Quantums, QuoteQuantums, Subticks } from '@perpstream/core';
import { accountState, BTC, dataQuality, ETH, marketRules, position } from '@perpstream/testing';
import { PaperDesk, unmarked, type PaperDeskOptions } from '../../fixtures/paper-desk';
import { simpleMargin } from '../../fixtures/simple-margin';

/**
 * An account of 100 USD that is long ten at 101, so 910 USD in debt: with 3 % maintenance margin it is liquidated below an
 * oracle price of 93.814..., and owes more than it has below 91.
 */
function longTen(options: PaperDeskOptions = {}): PaperDesk {
  const desk = new PaperDesk(options);
  desk.trade({ sizeBase: 10 });
  return desk;
}

/** The mirror image: short ten at 99, liquidated above 105.825..., broke above 109. */
function shortTen(options: PaperDeskOptions = {}): PaperDesk {
  const desk = new PaperDesk(options);
  desk.trade({ side: 'sell', sizeBase: 10, priceUsd: 99 });
  return desk;
}

function cash(desk: PaperDesk): number {
  return desk.account.quoteBalanceUsd;
}

describe('the liquidation of a paper account', () => {
  it.each([
    ['equity above the maintenance margin', 94, 93, [], 10, -910],
    [
      'a bid better than the fillable price of 92: the fee is at most 1.5 %',
      93,
      93,
      ['LIQUIDATED sell 10 @ 93, fee 13.95'],
      0,
      6.05,
    ],
    [
      'a bid at the fillable price: the fee takes what is above bankruptcy',
      93,
      92,
      ['LIQUIDATED sell 10 @ 92, fee 10'],
      0,
      0,
    ],
    ['a bid below the fillable price, with equity left: it waits', 93, 91, [], 10, -910],
    ['exactly nothing left and no bid: it waits', 91, 86, [], 10, -910],
    ['no equity and a bid at the bankruptcy price', 90, 91, ['LIQUIDATED sell 10 @ 91, fee 0'], 0, 0],
    ['no equity and a bid below it: the insurance fund pays', 90, 88, ['LIQUIDATED sell 10 @ 88, fee -30'], 0, 0],
    ['no equity and no bid within 1.5 times the margin', 90, 85, ['DELEVERAGED sell 10 @ 91, fee 0'], 0, 0],
  ])('of a long with %s', (_, oraclePriceUsd, bidUsd, expected, held, cashUsd) => {
    const desk = longTen();
    desk.feed(desk.book([[bidUsd, 10]], [[120, 10]]));
    desk.context({ oraclePriceUsd });
    expect(desk.block()).toEqual(expected);
    expect([desk.held(), cash(desk)]).toEqual([held, cashUsd]);
  });

  it.each([
    ['equity above the maintenance margin', 105, 106, [], -10, 1_090],
    ['an ask at the fillable price', 106, 106, ['LIQUIDATED buy 10 @ 106, fee 15.9'], 0, 14.1],
    ['an ask above the fillable price of 106.27, with equity left', 106, 107, [], -10, 1_090],
    ['no equity and an ask that costs the insurance fund', 110, 112, ['LIQUIDATED buy 10 @ 112, fee -30'], 0, 0],
    ['no equity and no ask', 110, 116, ['DELEVERAGED buy 10 @ 109, fee 0'], 0, 0],
  ])('of a short with %s', (_, oraclePriceUsd, askUsd, expected, held, cashUsd) => {
    const desk = shortTen();
    desk.feed(desk.book([[80, 10]], [[askUsd, 10]]));
    desk.context({ oraclePriceUsd });
    expect(desk.block()).toEqual(expected);
    expect([desk.held(), cash(desk)]).toEqual([held, cashUsd]);
  });

  it('happens at the block, not at the price', () => {
    const desk = longTen();
    desk.feed(desk.book([[93, 10]], [[120, 10]]));
    expect(desk.context({ oraclePriceUsd: 93 })).toEqual([]);
    expect(desk.advance(500)).toEqual([]);
    expect(desk.block()).toHaveLength(1);
    const [change] = desk.events.slice(-1);
    expect(change).toMatchObject({ kind: 'forced-fill', marketId: BTC, receivedMs: 2_500, cause: 102 });
  });

  it('takes one step per block and sees its own fills', () => {
    const desk = longTen({ margin: simpleMargin({ portion: 0.5 }) });
    desk.feed(
      desk.book(
        [
          [93, 2],
          [92, 10],
        ],
        [[120, 10]],
      ),
    );
    desk.context({ oraclePriceUsd: 93 });
    // The first fill pays 1.5 % of 186 and leaves 17.21 USD; the share of 3 of 8 in that is 6.45375, and 276 - 279 + 6.45375 is the fee.
    expect(desk.block()).toEqual(['LIQUIDATED sell 2 @ 93, fee 2.79', 'LIQUIDATED sell 3 @ 92, fee 3.45375']);
    expect(desk.held()).toBe(5);
  });

  it('leaves for the next block what the book did not take, even without equity', () => {
    const desk = longTen();
    desk.feed(desk.book([[88, 4]], [[120, 10]]));
    desk.context({ oraclePriceUsd: 90 });
    expect(desk.block()).toEqual(['LIQUIDATED sell 4 @ 88, fee -12']);
    expect(desk.held()).toBe(6);
    expect(desk.block()).toEqual(['DELEVERAGED sell 6 @ 91, fee 0']);
    expect([desk.held(), cash(desk)]).toEqual([0, 0]);
  });

  it('deleverages the whole position, whatever a step would be', () => {
    const desk = longTen({ margin: simpleMargin({ portion: 0.1 }) });
    desk.feed(desk.book([[80, 10]], [[120, 10]]));
    desk.context({ oraclePriceUsd: 90 });
    expect(desk.block()).toEqual(['DELEVERAGED sell 10 @ 91, fee 0']);
  });

  it('comes after the orders of the block: a reduction in time saves the account', () => {
    const desk = longTen();
    desk.feed(desk.book([[93, 20]], [[120, 10]]));
    desk.context({ oraclePriceUsd: 93 });
    const closing = desk.trade({ side: 'sell', sizeBase: 8, priceUsd: 93, reduceOnly: true });
    expect(closing).toEqual(['2 filled sell 8 @ 93, fee 0']);
    expect(desk.block()).toEqual([]);
    expect(desk.held()).toBe(2);
  });

  it('shares the displayed size with the orders of the block', () => {
    const desk = longTen();
    desk.feed(desk.book([[93, 3]], [[120, 10]]));
    desk.context({ oraclePriceUsd: 93 });
    expect(desk.trade({ side: 'sell', sizeBase: 1, priceUsd: 93, reduceOnly: true })).toEqual([
      '2 filled sell 1 @ 93, fee 0',
      'LIQUIDATED sell 2 @ 93, fee 2.79',
    ]);
  });

  it('cancels own orders that it meets and leaves the others', () => {
    const desk = longTen();
    desk.trade(
      { side: 'buy', sizeBase: 1, priceUsd: 98, timeInForce: 'post-only' },
      // Within the fillable price of 92, but the step is done at 93.
      { side: 'buy', sizeBase: 1, priceUsd: 92, timeInForce: 'post-only' },
      { side: 'sell', sizeBase: 1, priceUsd: 110, timeInForce: 'post-only' },
    );
    desk.feed(desk.book([[93, 10]], [[120, 10]]));
    desk.context({ oraclePriceUsd: 93 });
    expect(desk.block()).toEqual(['2 cancelled: SELF_TRADE_ERROR', 'LIQUIDATED sell 10 @ 93, fee 13.95']);
    expect([...desk.account.openOrders.keys()]).toEqual([3, 4]);
  });

  it('cuts a later reduce-only order to what was left', () => {
    const desk = longTen({ margin: simpleMargin({ portion: 0.5 }) });
    desk.feed(desk.book([[93, 20]], [[120, 10]]));
    desk.context({ oraclePriceUsd: 93 });
    desk.block();
    expect(desk.held()).toBe(5);
    expect(desk.trade({ side: 'sell', sizeBase: 10, priceUsd: 93, reduceOnly: true })).toEqual([
      '2 partially-filled sell 5 @ 93, fee 0',
      '2 cancelled: REDUCE_ONLY_RESIZE',
    ]);
    expect(desk.trade({ side: 'sell', sizeBase: 1, priceUsd: 93, reduceOnly: true })).toEqual([
      '3 rejected: a reduce-only order cannot open or increase a position',
    ]);
  });

  it.each(['stale', 'dirty', 'syncing'] as const)('does not guess against a book that is %s', (level) => {
    const desk = longTen();
    desk.feed(desk.book([[93, 10]], [[120, 10]]), dataQuality({ level }));
    desk.context({ oraclePriceUsd: 80 });
    expect(desk.block()).toEqual([]);
    desk.feed(dataQuality(), desk.book([[93, 10]], [[120, 10]]));
    expect(desk.block()).toHaveLength(1);
  });

  it('does not guess while the mark of any position is missing', () => {
    const desk = new PaperDesk({ isWithoutPortfolio: true });
    const btc = position({ sizeBase: 10 });
    const eth = position({ marketId: ETH, sizeBase: 1 });
    desk.gateway.account(accountState({ quoteBalanceUsd: -980, positions: [btc, eth] }));
    desk.feed(desk.book([[99, 10]], [[120, 10]]));
    expect(desk.block()).toEqual([]);
    desk.feed(unmarked(ETH));
    expect(desk.block()).toEqual([]);
    // 120 USD of equity would be enough; with ETH at 1 USD it is 21 of 33.
    desk.context({ marketId: ETH, rules: marketRules({ marketId: ETH }), oraclePriceUsd: 1 });
    expect(desk.block()).toHaveLength(1);
  });

  it.each(['PAUSED', 'CANCEL_ONLY'] as const)('sells nothing into a market that is %s', (status) => {
    const desk = longTen();
    desk.feed(desk.book([[93, 10]], [[120, 10]]));
    desk.context({ oraclePriceUsd: 93, status });
    expect(desk.block()).toEqual([]);
    desk.context({ oraclePriceUsd: 90, status });
    expect(desk.block()).toEqual(['DELEVERAGED sell 10 @ 91, fee 0']);
  });

  it.each([
    ['at the oracle price with equity', 95, 'DELEVERAGED sell 10 @ 95, fee 0', 40],
    ['at the bankruptcy price without', 90, 'DELEVERAGED sell 10 @ 91, fee 0', 0],
  ])('closes a market in final settlement %s', (_, oraclePriceUsd, expected, cashUsd) => {
    const desk = longTen();
    desk.context({ oraclePriceUsd, status: 'FINAL_SETTLEMENT' });
    expect(desk.block()).toEqual([expected]);
    expect(cash(desk)).toBe(cashUsd);
    expect(desk.block()).toEqual([]);
  });

  it('states a price of nothing when the debt is larger than the short, and the rest as an earned fee', () => {
    const desk = new PaperDesk({ isWithoutPortfolio: true });
    desk.gateway.account(accountState({ quoteBalanceUsd: -5_000, positions: [position({ sizeBase: -1 })] }));
    desk.feed(desk.book([[1, 1]], [[500, 1]]));
    expect(desk.block()).toHaveLength(1);
    expect(desk.events.at(-1)).toMatchObject({
      reason: 'DELEVERAGED',
      fill: { side: 'buy', quoteQuantums: 0n, feeQuoteQuantums: -5_000_000_000n, subticks: 1n },
    });
  });

  it('gives every fill an id of its own', () => {
    const desk = longTen({ margin: simpleMargin({ portion: 0.5 }) });
    desk.feed(
      desk.book(
        [
          [93, 1],
          [92, 10],
        ],
        [[120, 10]],
      ),
    );
    desk.context({ oraclePriceUsd: 93 });
    for (let blocks = 0; blocks < 5; blocks += 1) desk.block();
    const ids = desk.events.flatMap((event) => ('fill' in event ? [event.fill.id] : []));
    expect(ids.length).toBeGreaterThan(3);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('weighs transfers and funding of the account it was told', () => {
    const desk = longTen();
    desk.feed(desk.book([[93, 10]], [[120, 10]]));
    desk.ask({ command: 'transfer', amountUsd: 10 });
    desk.context({ oraclePriceUsd: 93 });
    expect(desk.block()).toEqual(['transfer 10']);
    // 30 USD are enough at 93; an hour of funding costs 37.2 of them at the first block of the next hour.
    desk.context({ oraclePriceUsd: 93, nextFundingRate1h: 0.04 });
    expect(desk.block(3_600_000)).toEqual([]);
    expect(desk.account.fundingUsd).toBe(-37.2);
    expect(desk.block()).toEqual(['LIQUIDATED sell 10 @ 93, fee -7.2']);
    expect(cash(desk)).toBe(0);
  });

  it('ends when nothing is left, without taking a step twice', () => {
    const desk = longTen();
    desk.feed(desk.book([[91, 10]], [[120, 10]]));
    desk.context({ oraclePriceUsd: 90 });
    expect(desk.block()).toHaveLength(1);
    expect([desk.block(), desk.block()]).toEqual([[], []]);
  });

  it('takes one step per block, however many the margin rules would name', () => {
    let questions = 0;
    const sellOneStep: LiquidationStep = {
      marketId: BTC,
      deltaQuantums: -1_000_000n as Quantums,
      fillableSubticks: 9_900_000n as Subticks,
      bankruptcyQuoteQuantums: 0n as QuoteQuantums,
    };
    const margin = { ...simpleMargin(), liquidation: () => ((questions += 1), sellOneStep) };
    const desk = longTen({ margin });
    expect(questions).toBe(1);
    for (let blocks = 0; blocks < 7; blocks += 1) expect(desk.block()).toHaveLength(1);
    expect(questions).toBe(8);
  });

  it('never happens without margin rules', () => {
    const desk = new PaperDesk({ isWithoutMargin: true });
    desk.trade({ sizeBase: 10 });
    desk.context({ oraclePriceUsd: 10 });
    expect(desk.block()).toEqual([]);
  });
});
