import {
  EventScheduler,
  unixMs,
  type CancelIntent,
  type ClientId,
  type ExecutionReport,
  type OrderGateway,
  type OrderIntent,
  type ProcessedData,
  type Quantums,
  type RiskApproved,
  type Subticks,
} from '@perpstream/core';
import {
  barClosed,
  block,
  bookUpdate,
  BTC,
  collectFaults,
  clockSkew,
  dataQuality,
  flowWindow,
  forcedFlow,
  statusChange,
  ETH,
  marketContext,
  orderIntent,
  tradeFlow,
  type CollectedFaults,
} from '@perpstream/testing';
import { Subject } from 'rxjs';
import { paperGateway, type PaperGatewayOptions } from './paper-gateway';

type OrderShape = Partial<Omit<OrderIntent, 'kind' | 'quantums' | 'subticks'>>;

function approved(order: OrderIntent): RiskApproved<OrderIntent> {
  return order as RiskApproved<OrderIntent>;
}

/** An approved order of the market of the builders (step 0.0001, tick 1 USD), by size and price. */
function order(given: OrderShape = {}): RiskApproved<OrderIntent> {
  const { sizeBase = 1, priceUsd = 101, ...rest } = given;
  const quantums = (BigInt(Math.round(sizeBase * 10_000)) * 1_000_000n) as Quantums;
  const subticks = BigInt(Math.round(priceUsd * 100_000)) as Subticks;
  return approved(orderIntent({ ...rest, sizeBase, priceUsd, quantums, subticks }));
}

function cancelOf(clientId: number, given: Partial<CancelIntent> = {}): CancelIntent {
  const id = clientId as ClientId;
  return { kind: 'cancel', marketId: BTC, clientId: id, receivedMs: unixMs(0), cause: 0, reason: 'test', ...given };
}

/** A gateway that runs as the runner runs it: time moves before and after each input. */
class Bench {
  readonly scheduler: EventScheduler = new EventScheduler();
  readonly sink: CollectedFaults = collectFaults();
  readonly reports: ExecutionReport[] = [];
  readonly gateway: OrderGateway;
  readonly market$: Subject<ProcessedData> = new Subject();
  #height = 100;
  #nowMs = 0;

  constructor(options: Partial<PaperGatewayOptions> = {}) {
    const { market$, scheduler, sink } = this;
    this.gateway = paperGateway({ market$, scheduler, faults: sink, ...options });
    this.gateway.reports$.subscribe((report) => this.reports.push(report));
    this.feed(marketContext(), dataQuality(), bookUpdate());
  }

  feed(...events: ProcessedData[]): string[] {
    const before = this.reports.length;
    for (const event of events) {
      this.#nowMs = Math.max(this.#nowMs, event.receivedMs);
      this.scheduler.advanceTo(unixMs(this.#nowMs));
      this.market$.next(event);
      this.scheduler.advanceTo(unixMs(this.#nowMs));
    }
    return this.reports.slice(before).map(brief);
  }

  /** The next block, one second after the last. */
  block(): string[] {
    this.#height += 1;
    const atMs = unixMs(this.#nowMs + 1_000);
    return this.feed(block({ height: this.#height, receivedMs: atMs, exchangeMs: atMs, cause: this.#height }));
  }

  send(...orders: RiskApproved<OrderIntent>[]): string[] {
    const before = this.reports.length;
    orders.forEach((each) => this.gateway.submit(each));
    this.advance(0);
    return this.reports.slice(before).map(brief);
  }

  cancel(...ids: number[]): void {
    ids.forEach((id) => this.gateway.cancel(cancelOf(id)));
    this.advance(0);
  }

  advance(byMs: number): string[] {
    const before = this.reports.length;
    this.#nowMs += byMs;
    this.scheduler.advanceTo(unixMs(this.#nowMs));
    return this.reports.slice(before).map(brief);
  }

  /** A trade flow just now. */
  flow(given: Parameters<typeof tradeFlow>[0]): string[] {
    return this.feed(tradeFlow({ buyBase: 0, receivedMs: unixMs(this.#nowMs + 1), ...given }));
  }
}

function brief(report: ExecutionReport): string {
  const what = `${report.clientId} ${report.kind}`;
  if ('fill' in report) return `${what} ${report.fill.sizeBase} @ ${report.fill.priceUsd} ${report.fill.liquidity}`;
  if ('reason' in report) return `${what}: ${report.reason}`;
  return what;
}

describe('paperGateway on time', () => {
  it('reports nothing from inside submit, submitted right after, and the fill at the next block', () => {
    const bench = new Bench();
    bench.gateway.submit(order({ cause: 5 }));
    expect(bench.reports).toEqual([]);
    expect(bench.advance(0)).toEqual(['1 submitted']);
    expect(bench.feed(bookUpdate())).toEqual([]);
    expect(bench.block()).toEqual(['1 filled 1 @ 101 taker']);
    expect(bench.reports.map(({ receivedMs, cause }) => [receivedMs, cause])).toEqual([
      [0, 5],
      [1_000, 101],
    ]);
    expect(bench.reports[0]).toMatchObject({ kind: 'submitted', order: { clientId: 1 } });
  });

  it('does not fill an order in the block to which it answers', () => {
    const market$ = new Subject<ProcessedData>();
    const scheduler = new EventScheduler();
    const seen: string[] = [];
    market$.subscribe((event) => {
      if (event.kind === 'block' && event.height === 1) gateway.submit(order());
    });
    const gateway = paperGateway({ market$, scheduler, faults: collectFaults() });
    gateway.reports$.subscribe((report) => seen.push(brief(report)));
    for (const event of [marketContext(), bookUpdate(), block({ height: 1 })]) market$.next(event);
    scheduler.advanceTo(unixMs(0));
    expect(seen).toEqual(['1 submitted']);
    market$.next(block({ height: 2 }));
    expect(seen).toEqual(['1 submitted', '1 filled 1 @ 101 taker']);
  });

  it('counts the blocks of an order from the block to which it answers', () => {
    const market$ = new Subject<ProcessedData>();
    const scheduler = new EventScheduler();
    const seen: ExecutionReport[] = [];
    market$.subscribe((event) => {
      const answer = order({ timeInForce: 'post-only', priceUsd: 98, goodTilBlocks: 1 });
      if (event.kind === 'block' && event.height === 7) gateway.submit(answer);
    });
    const gateway = paperGateway({ market$, scheduler, faults: collectFaults() });
    gateway.reports$.subscribe((report) => seen.push(report));
    for (const event of [marketContext(), bookUpdate(), block({ height: 6 }), block({ height: 7 })])
      market$.next(event);
    scheduler.advanceTo(unixMs(0));
    market$.next(block({ height: 8 }));
    expect(seen.at(-1)).toMatchObject({ kind: 'accepted', goodTilBlock: 8 });
    market$.next(block({ height: 9 }));
    expect(seen.at(-1)).toMatchObject({ kind: 'expired' });
  });

  it('matches without a block after blockTimeoutMs', () => {
    const bench = new Bench({ blockTimeoutMs: 700 });
    bench.send(order({ cause: 8 }));
    expect(bench.advance(699)).toEqual([]);
    expect(bench.advance(1)).toEqual(['1 filled 1 @ 101 taker']);
    expect(bench.reports[1]).toMatchObject({ receivedMs: 700, cause: 8 });
    expect(bench.block()).toEqual([]);
  });

  it('handles orders and cancels in the order in which they came', () => {
    const bench = new Bench();
    bench.send(order({ clientId: 1 as ClientId, timeInForce: 'post-only', priceUsd: 98 }));
    bench.cancel(1);
    bench.send(order({ clientId: 2 as ClientId, sizeBase: 0.5 }));
    expect(bench.block()).toEqual(['1 accepted', '1 cancelled: USER_CANCELED', '2 filled 0.5 @ 101 taker']);
  });

  it('leaves nothing scheduled when the last reader leaves', () => {
    const market$ = new Subject<ProcessedData>();
    const scheduler = new EventScheduler();
    const gateway = paperGateway({ market$, scheduler, faults: collectFaults() });
    const reading = gateway.reports$.subscribe();
    gateway.submit(order());
    scheduler.advanceTo(unixMs(0));
    gateway.submit(order({ clientId: 2 as ClientId }));
    expect(scheduler.pending).toBe(2);
    reading.unsubscribe();
    expect(scheduler.pending).toBe(0);
    expect(market$.observed).toBe(false);
  });

  it('gives the same reports for the same inputs', () => {
    const run = (): readonly ExecutionReport[] => {
      const bench = new Bench();
      bench.send(order({ sizeBase: 0.3 }), order({ clientId: 2 as ClientId, timeInForce: 'gtt', sizeBase: 3 }));
      bench.block();
      bench.flow({ sellBase: 1, lowPriceUsd: 100 });
      bench.block();
      return bench.reports;
    };
    expect(run()).toEqual(run());
  });
});

describe('paperGateway with takers', () => {
  const asks = [
    [101, 1],
    [102, 2],
    [104, 5],
  ] as const;

  it('walks the levels up to the limit, one fill a level, and cancels the rest', () => {
    const bench = new Bench();
    bench.feed(bookUpdate({ asks }));
    bench.send(order({ sizeBase: 4, priceUsd: 103 }));
    expect(bench.block()).toEqual([
      '1 partially-filled 1 @ 101 taker',
      '1 partially-filled 2 @ 102 taker',
      '1 cancelled: IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK',
    ]);
    expect(bench.reports[2]).toMatchObject({ remainingQuantums: 10_000_000_000n });
  });

  it('sells into the bids', () => {
    const bench = new Bench();
    const bids = [
      [99, 1],
      [98, 1],
    ] as const;
    bench.feed(bookUpdate({ bids }));
    bench.send(order({ side: 'sell', sizeBase: 1.5, priceUsd: 98 }));
    expect(bench.block()).toEqual(['1 partially-filled 1 @ 99 taker', '1 filled 0.5 @ 98 taker']);
  });

  it('states a fill exactly, with the fee rounded up', () => {
    const bench = new Bench({ fees: { takerPpm: 333, makerPpm: 0 } });
    bench.send(order({ sizeBase: 0.0123 }));
    bench.block();
    expect(bench.reports[1]).toMatchObject({
      kind: 'filled',
      marketId: BTC,
      fill: {
        id: 'paper-1-0',
        side: 'buy',
        liquidity: 'taker',
        quantums: 123_000_000n,
        subticks: 10_100_000n,
        quoteQuantums: 1_242_300n,
        feeQuoteQuantums: 414n,
        sizeBase: 0.0123,
        priceUsd: 101,
        feeUsd: 0.000414,
      },
    });
  });

  it('gives every fill an id of its own', () => {
    const bench = new Bench();
    bench.feed(bookUpdate({ asks }));
    bench.send(order({ sizeBase: 3, priceUsd: 103 }));
    bench.block();
    bench.send(order({ clientId: 2 as ClientId, sizeBase: 3, priceUsd: 104 }));
    bench.block();
    const ids = bench.reports.flatMap((report) => ('fill' in report ? [report.fill.id] : []));
    expect(ids).toEqual(['paper-1-0', 'paper-1-1', 'paper-2-2']);
  });

  it('never gives the same displayed size twice before the next book event', () => {
    const bench = new Bench();
    bench.send(order({ sizeBase: 0.7 }), order({ clientId: 2 as ClientId, sizeBase: 0.7 }));
    expect(bench.block()).toEqual([
      '1 filled 0.7 @ 101 taker',
      '2 partially-filled 0.3 @ 101 taker',
      '2 cancelled: IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK',
    ]);
    bench.send(order({ clientId: 3 as ClientId }));
    expect(bench.block()).toEqual(['3 cancelled: IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK']);
    bench.feed(bookUpdate({ marketId: ETH }));
    bench.send(order({ clientId: 4 as ClientId }));
    expect(bench.block()).toEqual(['4 cancelled: IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK']);
    bench.feed(bookUpdate());
    bench.send(order({ clientId: 5 as ClientId }));
    expect(bench.block()).toEqual(['5 filled 1 @ 101 taker']);
  });

  it('reads the book as it is when the order takes effect', () => {
    const bench = new Bench();
    bench.send(order({ priceUsd: 105 }));
    bench.feed(bookUpdate({ bids: [[102, 1]], asks: [[103, 1]] }));
    expect(bench.block()).toEqual(['1 filled 1 @ 103 taker']);
  });

  it('rests what a gtt order could not take', () => {
    const bench = new Bench();
    bench.send(order({ timeInForce: 'gtt', sizeBase: 1.5 }));
    expect(bench.block()).toEqual(['1 partially-filled 1 @ 101 taker', '1 accepted']);
    expect(bench.flow({ sellBase: 5, lowPriceUsd: 100 })).toEqual(['1 filled 0.5 @ 101 maker']);
  });

  it.each(['stale', 'dirty', 'syncing'] as const)('finds no liquidity in a %s market', (level) => {
    const bench = new Bench();
    bench.send(order());
    bench.feed(dataQuality({ level }));
    expect(bench.block()).toEqual(['1 cancelled: no liquidity is known: the data of BTC-USD are not live']);
    bench.feed(dataQuality(), bookUpdate());
    bench.send(order({ clientId: 2 as ClientId }));
    expect(bench.block()).toEqual(['2 filled 1 @ 101 taker']);
  });

  it('skips levels below one step', () => {
    const bench = new Bench();
    const thin = [
      [101, 0.00001],
      [102, 1],
    ] as const;
    bench.feed(bookUpdate({ asks: thin }));
    bench.send(order({ priceUsd: 102 }));
    expect(bench.block()).toEqual(['1 filled 1 @ 102 taker']);
  });
});

describe('paperGateway with reduce-only orders', () => {
  function holding(sizeBase: number): Bench {
    const bench = new Bench();
    const side = sizeBase > 0 ? 'buy' : 'sell';
    bench.send(
      order({ clientId: 90 as ClientId, side, sizeBase: Math.abs(sizeBase), priceUsd: side === 'buy' ? 101 : 99 }),
    );
    bench.block();
    bench.feed(bookUpdate());
    return bench;
  }

  it('fills up to the position and cancels the rest', () => {
    const bench = holding(0.4);
    bench.send(order({ side: 'sell', priceUsd: 99, reduceOnly: true }));
    expect(bench.block()).toEqual(['1 partially-filled 0.4 @ 99 taker', '1 cancelled: REDUCE_ONLY_RESIZE']);
  });

  it('reduces a short', () => {
    const bench = holding(-0.4);
    bench.send(order({ sizeBase: 0.4, reduceOnly: true }));
    expect(bench.block()).toEqual(['1 filled 0.4 @ 101 taker']);
  });

  it('says when the book, not the position, was too small', () => {
    const bench = holding(0.4);
    bench.feed(bookUpdate({ bids: [[99, 0.1]] }));
    bench.send(order({ side: 'sell', priceUsd: 99, reduceOnly: true }));
    expect(bench.block()).toEqual([
      '1 partially-filled 0.1 @ 99 taker',
      '1 cancelled: IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK',
    ]);
  });

  it.each([
    ['without a position', 0, 'sell'],
    ['on the side of a long', 0.4, 'buy'],
    ['on the side of a short', -0.4, 'sell'],
  ] as const)('rejects one %s', (_, sizeBase, side) => {
    const bench = sizeBase === 0 ? new Bench() : holding(sizeBase);
    bench.send(order({ side, priceUsd: 100, reduceOnly: true }));
    expect(bench.block()).toEqual(['1 rejected: a reduce-only order cannot open or increase a position']);
  });

  it.each(['gtt', 'post-only'] as const)('rejects one that is %s', (timeInForce) => {
    const bench = holding(0.4);
    bench.send(order({ side: 'sell', timeInForce, reduceOnly: true }));
    expect(bench.block()).toEqual(['1 rejected: reduce only orders must be short term IOC orders']);
  });
});

describe('paperGateway with makers', () => {
  function resting(given: OrderShape = {}): Bench {
    const bench = new Bench();
    bench.feed(
      bookUpdate({
        bids: [
          [99, 2],
          [97, 1],
        ],
        asks: [
          [101, 2],
          [103, 1],
        ],
      }),
    );
    bench.send(order({ timeInForce: 'post-only', priceUsd: 99, ...given }));
    expect(bench.block()).toEqual(['1 accepted']);
    return bench;
  }

  it('states the block in which a resting order ends', () => {
    const bench = new Bench();
    bench.block();
    bench.send(order({ timeInForce: 'post-only', priceUsd: 99, goodTilBlocks: 4 }));
    bench.block();
    expect(bench.reports[1]).toMatchObject({ kind: 'accepted', goodTilBlock: 105 });
  });

  it.each([
    ['a trade at the price moves the queue first', {}, { sellBase: 1.5, lowPriceUsd: 99 }, []],
    [
      'a trade at the price fills what is left after the queue',
      {},
      { sellBase: 2.5, lowPriceUsd: 99 },
      ['1 partially-filled 0.5 @ 99 maker'],
    ],
    [
      'a trade through the price fills, whatever stood before',
      {},
      { sellBase: 0.5, lowPriceUsd: 98 },
      ['1 partially-filled 0.5 @ 99 maker'],
    ],
    ['no more fills than was ordered', {}, { sellBase: 9, lowPriceUsd: 98 }, ['1 filled 1 @ 99 maker']],
    ['a trade above a bid fills nothing', {}, { sellBase: 9, lowPriceUsd: 100 }, []],
    ['trades of buyers fill no bid', {}, { buyBase: 9, sellBase: 0, lowPriceUsd: 98 }, []],
    [
      'an order between the levels has no queue',
      { priceUsd: 98 },
      { sellBase: 1, lowPriceUsd: 98 },
      ['1 filled 1 @ 98 maker'],
    ],
    [
      'an order that improves the touch has no queue',
      { priceUsd: 100 },
      { sellBase: 1, lowPriceUsd: 100 },
      ['1 filled 1 @ 100 maker'],
    ],
    [
      'an order at a deeper level has that queue',
      { priceUsd: 97 },
      { sellBase: 1.5, lowPriceUsd: 97 },
      ['1 partially-filled 0.5 @ 97 maker'],
    ],
    [
      'an order below all levels has no queue',
      { priceUsd: 90 },
      { sellBase: 1, lowPriceUsd: 90 },
      ['1 filled 1 @ 90 maker'],
    ],
    [
      'a sell waits for buyers',
      { side: 'sell', priceUsd: 101 },
      { buyBase: 2.25, highPriceUsd: 101 },
      ['1 partially-filled 0.25 @ 101 maker'],
    ],
    [
      'a trade through a sell fills it',
      { side: 'sell', priceUsd: 101 },
      { buyBase: 0.5, highPriceUsd: 102 },
      ['1 partially-filled 0.5 @ 101 maker'],
    ],
    ['a trade below a sell fills nothing', { side: 'sell', priceUsd: 101 }, { buyBase: 9, highPriceUsd: 100 }, []],
    ['trades of sellers fill no sell', { side: 'sell', priceUsd: 101 }, { sellBase: 9, highPriceUsd: 105 }, []],
  ] as const)('%s', (_, given, flow, expected) => {
    expect(resting(given).flow(flow)).toEqual(expected);
  });

  it('adds up what trades at the price over several flows', () => {
    const bench = resting();
    expect(bench.flow({ sellBase: 1.5, lowPriceUsd: 99 })).toEqual([]);
    expect(bench.flow({ sellBase: 1, lowPriceUsd: 99 })).toEqual(['1 partially-filled 0.5 @ 99 maker']);
    expect(bench.flow({ sellBase: 1, lowPriceUsd: 99 })).toEqual(['1 filled 0.5 @ 99 maker']);
  });

  it('does not move the queue when others cancel', () => {
    const bench = resting();
    bench.feed(bookUpdate({ bids: [[99, 0.1]] }));
    expect(bench.flow({ sellBase: 1.9, lowPriceUsd: 99 })).toEqual([]);
  });

  it('is not filled by trades of the block in which it came to rest', () => {
    const bench = resting();
    expect(bench.flow({ sellBase: 9, lowPriceUsd: 98, exchangeMs: unixMs(1_000) })).toEqual([]);
    expect(bench.flow({ sellBase: 9, lowPriceUsd: 98, exchangeMs: unixMs(1_001) })).toEqual(['1 filled 1 @ 99 maker']);
  });

  it('shares a trade among own orders by price, then by time', () => {
    const bench = resting();
    bench.send(
      order({ clientId: 2 as ClientId, timeInForce: 'post-only', priceUsd: 98 }),
      order({ clientId: 3 as ClientId, timeInForce: 'post-only', priceUsd: 100 }),
      order({ clientId: 4 as ClientId, timeInForce: 'post-only', priceUsd: 100 }),
    );
    bench.block();
    expect(bench.flow({ sellBase: 3.5, lowPriceUsd: 97 })).toEqual([
      '3 filled 1 @ 100 maker',
      '4 filled 1 @ 100 maker',
      '1 filled 1 @ 99 maker',
      '2 partially-filled 0.5 @ 98 maker',
    ]);
  });

  it('is filled by a book that reaches its price, up to the size shown there', () => {
    const bench = resting();
    expect(bench.feed(bookUpdate({ bids: [[97, 1]], asks: [[99, 0.25]] }))).toEqual([
      '1 partially-filled 0.25 @ 99 maker',
    ]);
    expect(bench.feed(bookUpdate({ bids: [[95, 1]], asks: [[96, 5]] }))).toEqual(['1 filled 0.75 @ 99 maker']);
  });

  it('is filled as a sell by a book that reaches its price', () => {
    const bench = resting({ side: 'sell', priceUsd: 101 });
    expect(bench.feed(bookUpdate({ bids: [[100, 9]], asks: [[102, 1]] }))).toEqual([]);
    expect(bench.feed(bookUpdate({ bids: [[101, 9]], asks: [[102, 1]] }))).toEqual(['1 filled 1 @ 101 maker']);
  });

  it('shares the size of a crossing book among own orders', () => {
    const bench = resting();
    bench.send(order({ clientId: 2 as ClientId, timeInForce: 'post-only', priceUsd: 100 }));
    bench.block();
    expect(bench.feed(bookUpdate({ bids: [[97, 1]], asks: [[98, 1.5]] }))).toEqual([
      '2 filled 1 @ 100 maker',
      '1 partially-filled 0.5 @ 99 maker',
    ]);
  });

  it('pays a rebate when the maker fee is negative', () => {
    const bench = new Bench({ fees: { takerPpm: 500, makerPpm: -110 } });
    bench.send(order({ timeInForce: 'post-only', priceUsd: 98 }));
    bench.block();
    bench.flow({ sellBase: 1, lowPriceUsd: 97 });
    expect(bench.reports[2]).toMatchObject({ fill: { feeQuoteQuantums: -10_780n, feeUsd: -0.01078 } });
  });

  it('rejects a post-only order that would take', () => {
    const bench = new Bench();
    bench.send(
      order({ timeInForce: 'post-only', priceUsd: 101 }),
      order({ clientId: 2 as ClientId, side: 'sell', timeInForce: 'post-only', priceUsd: 99 }),
      order({ clientId: 3 as ClientId, timeInForce: 'post-only', priceUsd: 100 }),
      order({ clientId: 4 as ClientId, side: 'sell', timeInForce: 'post-only', priceUsd: 100 }),
    );
    expect(bench.block()).toEqual([
      '1 rejected: POST_ONLY_WOULD_CROSS_MAKER_ORDER',
      '2 rejected: POST_ONLY_WOULD_CROSS_MAKER_ORDER',
      '3 accepted',
      '4 rejected: POST_ONLY_WOULD_CROSS_MAKER_ORDER',
    ]);
  });

  it('cancels the own maker that an own taker meets, and goes on', () => {
    const bench = resting({ side: 'sell', priceUsd: 102 });
    bench.send(order({ clientId: 2 as ClientId, sizeBase: 3, priceUsd: 103 }));
    expect(bench.block()).toEqual([
      '1 cancelled: SELF_TRADE_ERROR',
      '2 partially-filled 2 @ 101 taker',
      '2 filled 1 @ 103 taker',
    ]);
  });

  it('leaves an own maker that the taker does not reach', () => {
    const bench = resting({ side: 'sell', priceUsd: 102 });
    bench.send(order({ clientId: 2 as ClientId, sizeBase: 2, priceUsd: 103 }));
    expect(bench.block()).toEqual(['2 filled 2 @ 101 taker']);
  });

  it('expires when the last block of an order has passed', () => {
    const bench = new Bench();
    bench.block();
    bench.send(order({ timeInForce: 'post-only', priceUsd: 98, goodTilBlocks: 3 }));
    expect([1, 2, 3, 4].flatMap(() => bench.block())).toEqual(['1 accepted', '1 expired: EXPIRED']);
    expect(bench.reports.at(-1)).toMatchObject({ cause: 105 });
  });

  it('counts from the first block when none was seen before', () => {
    const bench = new Bench();
    bench.send(order({ timeInForce: 'post-only', priceUsd: 98, goodTilBlocks: 2 }));
    expect(bench.advance(1_500)).toEqual(['1 accepted']);
    expect([1, 2, 3].flatMap(() => bench.block())).toEqual([]);
    expect(bench.block()).toEqual(['1 expired: EXPIRED']);
  });

  it('does not match an order whose last block passed before it took effect', () => {
    const bench = new Bench();
    bench.feed(block({ height: 10 }));
    bench.send(order({ goodTilBlocks: 5 }));
    expect(bench.feed(block({ height: 16 }))).toEqual(['1 expired: EXPIRED']);
  });

  it('cancels at the next block', () => {
    const bench = resting();
    bench.cancel(1);
    expect(bench.flow({ sellBase: 0.5, lowPriceUsd: 98 })).toEqual(['1 partially-filled 0.5 @ 99 maker']);
    expect(bench.block()).toEqual(['1 cancelled: USER_CANCELED']);
    expect(bench.flow({ sellBase: 5, lowPriceUsd: 98 })).toEqual([]);
  });

  it('takes a cancel of what is unknown or has ended without harm', () => {
    const bench = resting();
    bench.cancel(77, 1, 1);
    expect(bench.block()).toEqual(['1 cancelled: USER_CANCELED']);
    bench.cancel(1);
    expect(bench.block()).toEqual([]);
    expect(bench.sink.faults).toEqual([]);
  });
});

describe('paperGateway with orders it cannot place', () => {
  it('rejects an order in a market without rules', () => {
    const bench = new Bench();
    bench.send(order({ marketId: ETH }));
    expect(bench.block()).toEqual(['1 rejected: the rules of ETH-USD are not known']);
  });

  it('keeps the rules when a context comes without them', () => {
    const bench = new Bench();
    const { rules, ...withoutRules } = marketContext();
    expect(rules).toBeDefined();
    bench.feed(withoutRules, barClosed(), flowWindow(), forcedFlow(), statusChange(), clockSkew());
    bench.send(order());
    expect(bench.block()).toEqual(['1 filled 1 @ 101 taker']);
  });

  it.each(['PAUSED', 'CANCEL_ONLY', 'FINAL_SETTLEMENT', 'DELISTED'] as const)(
    'rejects an order in a market that is %s',
    (status) => {
      const bench = new Bench();
      bench.feed(marketContext({ status }));
      bench.send(order());
      expect(bench.block()).toEqual([`1 rejected: BTC-USD takes no orders while ${status}`]);
    },
  );

  it('goes by the last status it knows while none is known', () => {
    const bench = new Bench();
    bench.feed(marketContext({ status: 'UNKNOWN' }));
    bench.send(order());
    expect(bench.block()).toEqual(['1 filled 1 @ 101 taker']);
  });

  it.each([
    [{ quantums: 1_500_000n }, 'size 1500000 quantums is not a positive multiple of 1000000'],
    [{ quantums: 0n }, 'size 0 quantums is not a positive multiple of 1000000'],
    [{ subticks: 10_150_000n }, 'price 10150000 subticks is not a positive multiple of 100000'],
    [{ subticks: 0n }, 'price 0 subticks is not a positive multiple of 100000'],
  ])('rejects what is off the grid: %#', (given, reason) => {
    const bench = new Bench();
    bench.send(approved(orderIntent(given as Partial<OrderIntent>)));
    expect(bench.block()).toEqual([`1 rejected: ${reason}`]);
  });

  it('does not send the same client id twice, even after the order has ended', () => {
    const bench = new Bench();
    expect(bench.send(order(), order())).toEqual(['1 submitted']);
    expect(bench.block()).toEqual(['1 filled 1 @ 101 taker']);
    bench.feed(bookUpdate());
    expect(bench.send(order())).toEqual([]);
    expect(bench.block()).toEqual([]);
    expect(bench.sink.faults.map(({ message }) => message)).toEqual([
      'order 1 is not sent again: its client id was used before',
      'order 1 is not sent again: its client id was used before',
    ]);
  });

  it('finds no liquidity before the first book', () => {
    const bench = new Bench();
    bench.feed(marketContext({ marketId: ETH }));
    bench.send(order({ marketId: ETH }));
    expect(bench.block()).toEqual(['1 cancelled: no liquidity is known: the data of ETH-USD are not live']);
  });
});

describe('paperGateway as a port', () => {
  const silent = (): OrderGateway =>
    paperGateway({ market$: new Subject(), scheduler: new EventScheduler(), faults: collectFaults() });

  it('throws when it is used before anyone reads its reports', () => {
    expect(() => silent().submit(order())).toThrow(
      'paper gateway: order 1 came while nobody is subscribed to reports$; subscribe first',
    );
    expect(() => silent().cancel(cancelOf(4))).toThrow('the cancel of order 4 came while nobody is subscribed');
  });

  it('throws when it is used after the last reader left', () => {
    const gateway = silent();
    gateway.reports$.subscribe().unsubscribe();
    expect(() => gateway.submit(order())).toThrow('nobody is subscribed to reports$');
  });

  it('reports a fault for what comes after the market data have ended', () => {
    const bench = new Bench();
    let isComplete = false;
    bench.gateway.reports$.subscribe({ complete: () => (isComplete = true) });
    bench.market$.complete();
    expect(isComplete).toBe(true);
    bench.gateway.submit(order({ clientId: 6 as ClientId, cause: 3 }));
    bench.gateway.cancel(cancelOf(6));
    expect(bench.sink.faults).toMatchObject([
      { kind: 'order', cause: 3, marketId: BTC, message: 'order 6 is not sent: the market data have ended' },
      { kind: 'order', message: 'the cancel of order 6 is not sent: the market data have ended' },
    ]);
    expect(bench.scheduler.pending).toBe(0);
  });

  it('passes on an error of the market data', () => {
    const market$ = new Subject<ProcessedData>();
    const gateway = paperGateway({ market$, scheduler: new EventScheduler(), faults: collectFaults() });
    const errors: unknown[] = [];
    gateway.reports$.subscribe({ error: (error: unknown) => errors.push(error) });
    market$.error(new Error('feed lost'));
    expect(errors).toEqual([new Error('feed lost')]);
  });

  it('serves several readers with one exchange', () => {
    const bench = new Bench();
    const seen: string[] = [];
    bench.gateway.reports$.subscribe((report) => seen.push(brief(report)));
    bench.send(order());
    bench.block();
    expect(seen).toEqual(['1 submitted', '1 filled 1 @ 101 taker']);
    expect(bench.reports).toHaveLength(2);
  });

  it('starts empty for readers who come after the last one left', () => {
    const market$ = new Subject<ProcessedData>();
    const scheduler = new EventScheduler();
    const gateway = paperGateway({ market$, scheduler, faults: collectFaults() });
    const run = (): string[] => {
      const seen: string[] = [];
      const reading = gateway.reports$.subscribe((report) => seen.push(brief(report)));
      [marketContext(), bookUpdate()].forEach((event) => market$.next(event));
      gateway.submit(order({ timeInForce: 'post-only', priceUsd: 98 }));
      scheduler.advanceTo(unixMs(0));
      market$.next(block());
      market$.next(bookUpdate({ bids: [[96, 1]], asks: [[97, 1]] }));
      reading.unsubscribe();
      return seen;
    };
    expect(run()).toEqual(['1 submitted', '1 accepted', '1 filled 1 @ 98 maker']);
    expect(run()).toEqual(['1 submitted', '1 accepted', '1 filled 1 @ 98 maker']);
  });

  it.each([
    [{ blockTimeoutMs: 0 }, 'blockTimeoutMs must be finite and > 0, was 0'],
    [{ blockTimeoutMs: Infinity }, 'blockTimeoutMs must be finite and > 0, was Infinity'],
    [
      { fees: { takerPpm: 1.5, makerPpm: 0 } },
      'fees.takerPpm must be an integer between -1000000 and 1000000, was 1.5',
    ],
    [
      { fees: { takerPpm: 0, makerPpm: 1e6 } },
      'fees.makerPpm must be an integer between -1000000 and 1000000, was 1000000',
    ],
  ])('refuses %j', (options, message) => {
    expect(() => new Bench(options)).toThrow(new RangeError(message));
  });

  it('takes nothing but approved orders', () => {
    // @ts-expect-error an order that risk has not approved does not compile
    expect(() => silent().submit(orderIntent())).toThrow('nobody is subscribed');
  });
});
