import { EventScheduler, unixMs, type ChainAccount, type ChainMargin, type ProcessedData } from '@perpstream/core';
import {
  accountState,
  block,
  bookUpdate,
  collectFaults,
  dataQuality,
  ETH,
  marketContext,
  position,
  tradeFlow,
} from '@perpstream/testing';
import { Subject } from 'rxjs';
import { PaperDesk, unmarked } from '../../fixtures/paper-desk';
import { simpleMargin } from '../../fixtures/simple-margin';
import { paperGateway } from './paper-gateway';

type Weighing = readonly [before: string, after: string];

function text({ quoteQuantums, positions }: ChainAccount): string {
  const held = [...positions.values()].map(
    ({ quantums, oraclePriceUsd }) => `${Number(quantums) / 1e10} @ ${oraclePriceUsd}`,
  );
  return [Number(quoteQuantums) / 1e6, ...held].join(', ');
}

/** Margin rules that let through what `isAllowed` says of the n-th question, and remember what they were asked. */
function recording(isAllowed: (question: number) => boolean): {
  readonly margin: ChainMargin;
  readonly asked: Weighing[];
} {
  const asked: Weighing[] = [];
  const allows: ChainMargin['allows'] = (before, after) => {
    asked.push([text(before), text(after)]);
    return isAllowed(asked.length - 1);
  };
  return { margin: { ...simpleMargin(), allows }, asked };
}

describe('paperGateway with margin, for takers', () => {
  it('weighs the account before and after each fill, with its price and fee', () => {
    const { margin, asked } = recording(() => true);
    const desk = new PaperDesk({ margin, fees: { takerPpm: 1_000, makerPpm: 0 } });
    desk.feed(
      desk.book(
        [[99, 1]],
        [
          [101, 1],
          [102, 5],
        ],
      ),
    );
    expect(desk.trade({ sizeBase: 3, priceUsd: 102 })).toEqual([
      '1 partially-filled buy 1 @ 101, fee 0.101',
      '1 filled buy 2 @ 102, fee 0.204',
    ]);
    expect(asked).toEqual([
      ['100', '-1.101, 1 @ 100'],
      ['-1.101, 1 @ 100', '-205.305, 3 @ 100'],
    ]);
  });

  it.each([
    ['the first fill', 0, 'ioc', ['1 cancelled: UNDERCOLLATERALIZED']],
    ['the second fill', 1, 'ioc', ['1 partially-filled buy 1 @ 101, fee 0', '1 cancelled: UNDERCOLLATERALIZED']],
    ['the second fill', 1, 'gtt', ['1 partially-filled buy 1 @ 101, fee 0', '1 cancelled: UNDERCOLLATERALIZED']],
  ] as const)('cancels the rest when %s (number %d) is refused, of an %s', (_, refused, timeInForce, expected) => {
    const desk = new PaperDesk({ margin: recording((question) => question !== refused).margin });
    desk.feed(
      desk.book(
        [[99, 1]],
        [
          [101, 1],
          [102, 1],
          [103, 1],
        ],
      ),
    );
    expect(desk.trade({ sizeBase: 3, priceUsd: 103, timeInForce })).toEqual(expected);
    expect(desk.account.openOrders.size).toBe(0);
  });

  it('leaves in the book what a refused order did not take', () => {
    const desk = new PaperDesk({ margin: recording((question) => question !== 1).margin });
    desk.feed(
      desk.book(
        [[99, 1]],
        [
          [101, 1],
          [102, 1],
        ],
      ),
    );
    desk.trade({ sizeBase: 2, priceUsd: 102 });
    expect(desk.trade({ sizeBase: 2, priceUsd: 102 })).toEqual([
      '2 partially-filled buy 1 @ 102, fee 0',
      '2 cancelled: IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK',
    ]);
  });

  it('cancels own orders only as far as a refused order came', () => {
    const desk = new PaperDesk({ margin: recording((question) => question !== 1).margin });
    desk.trade(
      { side: 'sell', priceUsd: 102, timeInForce: 'post-only' },
      { side: 'sell', priceUsd: 105, timeInForce: 'post-only' },
    );
    desk.feed(
      desk.book(
        [[99, 1]],
        [
          [103, 1],
          [106, 1],
        ],
      ),
    );
    const taker = desk.trade({ sizeBase: 2, priceUsd: 106 });
    expect(taker).toEqual([
      '1 cancelled: SELF_TRADE_ERROR',
      '3 partially-filled buy 1 @ 103, fee 0',
      '3 cancelled: UNDERCOLLATERALIZED',
    ]);
    expect([...desk.account.openOrders.keys()]).toEqual([2]);
  });

  it.each([
    ['at the largest size that the initial margin allows', 16.6666, ['1 filled buy 16.6666 @ 101, fee 0'], 16.6666],
    ['one step beyond it', 16.6667, ['1 cancelled: UNDERCOLLATERALIZED'], 0],
  ])('fills %s', (_, sizeBase, expected, held) => {
    // 100 USD - 1 USD a unit for the price above the oracle = 5 USD a unit of margin.
    const desk = new PaperDesk();
    desk.feed(desk.book([[99, 20]], [[101, 20]]));
    expect(desk.trade({ sizeBase })).toEqual(expected);
    expect(desk.held()).toBe(held);
  });

  it('lets the orders of one block see each other', () => {
    const desk = new PaperDesk();
    desk.feed(desk.book([[99, 20]], [[101, 20]]));
    expect(desk.trade({ sizeBase: 10 }, { sizeBase: 10 }, { sizeBase: 6 })).toEqual([
      '1 filled buy 10 @ 101, fee 0',
      '2 cancelled: UNDERCOLLATERALIZED',
      '3 filled buy 6 @ 101, fee 0',
    ]);
  });

  it('lets an account without margin left make its position smaller, at a fair price alone', () => {
    const desk = new PaperDesk();
    desk.feed(desk.book([[99, 20]], [[101, 20]]));
    desk.trade({ sizeBase: 16 });
    desk.context({ oraclePriceUsd: 98 });
    expect(desk.trade({ sizeBase: 1 })).toEqual(['2 cancelled: UNDERCOLLATERALIZED']);
    expect(desk.trade({ side: 'sell', sizeBase: 4, priceUsd: 99, reduceOnly: true })).toEqual([
      '3 filled sell 4 @ 99, fee 0',
    ]);
    desk.feed(desk.book([[90, 20]], [[120, 20]]));
    desk.context({ oraclePriceUsd: 97 });
    expect(desk.trade({ side: 'sell', sizeBase: 4, priceUsd: 90, reduceOnly: true })).toEqual([
      '4 cancelled: UNDERCOLLATERALIZED',
    ]);
  });

  describe('while a mark is missing', () => {
    function holdingEth(): PaperDesk {
      const desk = new PaperDesk({ isWithoutPortfolio: true });
      const positions = [position({ sizeBase: 2 }), position({ marketId: ETH, sizeBase: 1 })];
      desk.gateway.account(accountState({ positions }));
      return desk;
    }

    it('refuses what needs margin, with the reason', () => {
      const desk = holdingEth();
      expect(desk.trade({ sizeBase: 1 })).toEqual(['1 cancelled: the rules of ETH-USD are not known']);
      desk.feed(unmarked(ETH));
      expect(desk.trade({ sizeBase: 1 })).toEqual(['2 cancelled: the oracle price of ETH-USD is not known']);
      desk.context({ marketId: ETH });
      expect(desk.trade({ sizeBase: 1 })).toEqual(['3 filled buy 1 @ 101, fee 0']);
    });

    it('lets a position be made smaller and closed, not turned round', () => {
      const desk = holdingEth();
      const sell = { side: 'sell', priceUsd: 99 } as const;
      expect(desk.trade({ ...sell, sizeBase: 3 })).toEqual(['1 cancelled: the rules of ETH-USD are not known']);
      expect(desk.trade({ ...sell, sizeBase: 0.5 })).toEqual(['2 filled sell 0.5 @ 99, fee 0']);
      expect(desk.trade({ ...sell, sizeBase: 2 })).toEqual(['3 cancelled: the rules of ETH-USD are not known']);
      expect(desk.trade({ ...sell, sizeBase: 1.5 })).toEqual(['4 filled sell 1.5 @ 99, fee 0']);
    });

    it('lets the position whose own mark is missing be closed', () => {
      const desk = new PaperDesk({ isWithoutPortfolio: true });
      desk.feed(unmarked(ETH), dataQuality({ marketId: ETH }), bookUpdate({ marketId: ETH }));
      desk.gateway.account(accountState({ positions: [position({ marketId: ETH, sizeBase: 1 })] }));
      const eth = { marketId: ETH, side: 'sell', priceUsd: 99 } as const;
      expect(desk.trade({ ...eth, sizeBase: 1 })).toEqual(['1 filled sell 1 @ 99, fee 0']);
      expect(desk.trade({ ...eth, sizeBase: 1 })).toEqual(['2 cancelled: IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK']);
      desk.feed(bookUpdate({ marketId: ETH }));
      expect(desk.trade({ ...eth, sizeBase: 1 })).toEqual(['3 cancelled: the oracle price of ETH-USD is not known']);
    });
  });

  it('refuses what needs margin as long as nobody has told it the account', () => {
    const market$ = new Subject<ProcessedData>();
    const scheduler = new EventScheduler();
    const seen: string[] = [];
    const gateway = paperGateway({ market$, scheduler, faults: collectFaults(), margin: simpleMargin() });
    gateway.reports$.subscribe((report) => seen.push('reason' in report ? report.reason : report.kind));
    [marketContext(), bookUpdate()].forEach((event) => market$.next(event));
    gateway.submit(new PaperDesk().order());
    scheduler.advanceTo(scheduler.now());
    market$.next(block());
    expect(seen).toEqual(['submitted', 'the account is not known']);
  });

  it('takes an account that it was told before anybody subscribed', () => {
    const market$ = new Subject<ProcessedData>();
    const scheduler = new EventScheduler();
    const kinds: string[] = [];
    const gateway = paperGateway({ market$, scheduler, faults: collectFaults(), margin: simpleMargin() });
    gateway.account(accountState());
    gateway.reports$.subscribe(({ kind }) => kinds.push(kind));
    [marketContext(), bookUpdate()].forEach((event) => market$.next(event));
    gateway.submit(new PaperDesk().order());
    scheduler.advanceTo(scheduler.now());
    market$.next(block());
    market$.complete();
    gateway.account(accountState());
    expect(kinds).toEqual(['submitted', 'filled']);
  });
});

describe('paperGateway with margin, for makers', () => {
  it('asks nothing when an order comes to rest, and removes it when its fill is not allowed', () => {
    const { margin, asked } = recording(() => false);
    const desk = new PaperDesk({ margin });
    expect(desk.trade({ sizeBase: 5, priceUsd: 99, timeInForce: 'post-only' })).toEqual(['1 accepted']);
    expect(asked).toEqual([]);
    expect(desk.feed(desk.book([[97, 1]], [[98, 2]]))).toEqual(['1 cancelled: UNDERCOLLATERALIZED']);
    expect(asked).toEqual([['100', '-98, 2 @ 100']]);
    expect(desk.feed(desk.book([[97, 1]], [[98, 5]]))).toEqual([]);
  });

  it('lets each order that is matched see the fills before it', () => {
    const desk = new PaperDesk();
    desk.trade(
      { sizeBase: 15, priceUsd: 99, timeInForce: 'post-only' },
      { sizeBase: 15, priceUsd: 98, timeInForce: 'post-only' },
    );
    desk.context({ oraclePriceUsd: 99 });
    expect(desk.feed(desk.book([[96, 1]], [[97, 40]]))).toEqual([
      '1 filled buy 15 @ 99, fee 0',
      '2 cancelled: UNDERCOLLATERALIZED',
    ]);
  });

  it('removes an order at a trade, too', () => {
    const desk = new PaperDesk({ startBalanceUsd: 1 });
    desk.trade({ sizeBase: 5, priceUsd: 98, timeInForce: 'post-only' });
    const sold = tradeFlow({ buyBase: 0, sellBase: 3, highPriceUsd: 97, lowPriceUsd: 97, receivedMs: unixMs(5_000) });
    expect(desk.feed({ ...sold, exchangeMs: unixMs(5_000) })).toEqual(['1 cancelled: UNDERCOLLATERALIZED']);
  });
});

describe('paperGateway without margin', () => {
  it('fills whatever it costs, told of the account or not', () => {
    const desk = new PaperDesk({ isWithoutMargin: true });
    desk.feed(desk.book([[99, 1_000]], [[101, 1_000]]));
    expect(desk.trade({ sizeBase: 1_000 })).toEqual(['1 filled buy 1000 @ 101, fee 0']);
  });
});
