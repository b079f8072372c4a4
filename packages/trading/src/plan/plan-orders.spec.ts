import {
  unixMs,
  type CancelIntent,
  type ClientId,
  type DecisionVerdict,
  type OpenOrder,
  type OrderIntent,
  type Position,
  type Quantums,
  type QuotesDecision,
  type StrategyDecision,
} from '@perpstream/core';
import {
  accountState,
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
  marketRules,
  position,
  targetDecision,
  tradeFlow,
  type CollectedFaults,
} from '@perpstream/testing';
import { Subject } from 'rxjs';
import type { PlanOptions } from './plan-options';
import { planOrders } from './plan-orders';
import type { PlannerInput } from './planner';

type Sent = OrderIntent | CancelIntent;
type Planning = { readonly feed: (...inputs: PlannerInput[]) => Sent[]; readonly sink: CollectedFaults };

/** One base unit. */
const UNIT = 10_000_000_000n;

function counting(): () => ClientId {
  let next = 1;
  return () => next++ as ClientId;
}

/** A planner that was fed with `inputs`; `feed` returns what it sends in answer to more of them. */
function planning(options: Partial<PlanOptions> = {}, ...inputs: PlannerInput[]): Planning {
  const input$ = new Subject<PlannerInput>();
  const sink = collectFaults();
  let sent: Sent[] = [];
  input$.pipe(planOrders({ clientIds: counting(), faults: sink, ...options })).subscribe((order) => sent.push(order));
  const feed = (...more: PlannerInput[]): Sent[] => {
    sent = [];
    more.forEach((input) => input$.next(input));
    return sent;
  };
  feed(...inputs);
  return { feed, sink };
}

/** Rules, a live book of 99 to 101, and an account with this position (in base units) and these open orders. */
function ready(sizeBase = 0, openOrders: readonly OpenOrder[] = []): PlannerInput[] {
  return [marketContext(), dataQuality(), bookUpdate(), account(sizeBase, openOrders)];
}

function account(sizeBase: number, openOrders: readonly OpenOrder[] = []): PlannerInput {
  const positions: Position[] = sizeBase === 0 ? [] : [position({ sizeBase })];
  return accountState({ positions, openOrders });
}

function verdict(decision: StrategyDecision, kind: DecisionVerdict['kind'] = 'approved'): DecisionVerdict {
  const base = { subject: 'decision', marketId: decision.marketId, receivedMs: unixMs(0), cause: 0, decision } as const;
  if (kind === 'approved') return { ...base, kind };
  if (kind === 'trimmed') return { ...base, kind, by: [], askedNotionalUsd: 0 };
  return { ...base, kind, by: [] };
}

/** An approved target; at the mid of 100, 100 USD are one base unit. */
function target(targetNotionalUsd: number, decision = 0): DecisionVerdict {
  return verdict(targetDecision({ targetNotionalUsd, decision }));
}

function quotes(given: Pick<QuotesDecision, 'bid' | 'ask'>): DecisionVerdict {
  const { strategy, decision, confidence, reasons, marketId, receivedMs, cause } = targetDecision();
  return verdict({ kind: 'quotes', strategy, decision, confidence, reasons, marketId, receivedMs, cause, ...given });
}

/** What the account shows of an order that was sent. */
function open(sent: Sent | undefined, filledBase = 0, status: OpenOrder['status'] = 'open'): OpenOrder {
  if (sent?.kind !== 'order') throw new Error('no order was sent');
  const filledQuantums = (BigInt(Math.round(filledBase * 10_000)) * 1_000_000n) as Quantums;
  return { ...sent, filledQuantums, remainingBase: sent.sizeBase - filledBase, status, submittedMs: unixMs(0) };
}

function brief(sent: readonly Sent[]): string[] {
  return sent.map((order) => {
    if (order.kind === 'cancel') return `cancel ${order.clientId}`;
    const { side, sizeBase, priceUsd, timeInForce, reduceOnly } = order;
    return `${side} ${sizeBase} @ ${priceUsd} ${timeInForce}${reduceOnly ? ' reduce-only' : ''}`;
  });
}

describe('planOrders toward a target', () => {
  const orders: readonly (readonly [number, number, string[]])[] = [
    [0, 0, []],
    [0, 200, ['buy 2 @ 101 ioc']],
    [0, -200, ['sell 2 @ 99 ioc']],
    [2, 200, []],
    [2, 500, ['buy 3 @ 101 ioc']],
    [2, 50, ['sell 1.5 @ 99 ioc reduce-only']],
    [2, 0, ['sell 2 @ 99 ioc reduce-only']],
    [2, -300, ['sell 2 @ 99 ioc reduce-only']],
    [-2, -200, []],
    [-2, -500, ['sell 3 @ 99 ioc']],
    [-2, -50, ['buy 1.5 @ 101 ioc reduce-only']],
    [-2, 0, ['buy 2 @ 101 ioc reduce-only']],
    [-2, 300, ['buy 2 @ 101 ioc reduce-only']],
  ];

  it.each(orders)('goes from %d base units to %d USD by %j', (sizeBase, targetUsd, expected) => {
    expect(brief(planning({}, ...ready(sizeBase)).feed(target(targetUsd)))).toEqual(expected);
  });

  const makerOrders: readonly (readonly [number, number, string[]])[] = [
    [0, 200, ['buy 2 @ 99 post-only']],
    [0, -200, ['sell 2 @ 101 post-only']],
    [2, 0, ['sell 2 @ 99 ioc reduce-only']],
    [2, -300, ['sell 2 @ 99 ioc reduce-only']],
  ];

  it.each(makerOrders)('goes from %d base units to %d USD as a maker by %j', (sizeBase, targetUsd, expected) => {
    expect(brief(planning({ execution: 'maker' }, ...ready(sizeBase)).feed(target(targetUsd)))).toEqual(expected);
  });

  it('states everything an order needs', () => {
    const trimmed = verdict(targetDecision({ strategy: 'momentum', decision: 12, targetNotionalUsd: 100 }), 'trimmed');
    const [order] = planning({ goodTilBlocks: 7 }, ...ready()).feed({ ...trimmed, receivedMs: unixMs(5), cause: 9 });
    expect(order).toEqual({
      kind: 'order',
      marketId: BTC,
      receivedMs: 5,
      cause: 9,
      clientId: 1,
      side: 'buy',
      quantums: UNIT,
      subticks: 10_100_000n,
      sizeBase: 1,
      priceUsd: 101,
      timeInForce: 'ioc',
      reduceOnly: false,
      goodTilBlocks: 7,
      strategy: 'momentum',
      decision: 12,
    });
  });

  it('changes nothing for a refused verdict, flows and bars', () => {
    const { feed } = planning({}, ...ready());
    expect(feed(verdict(targetDecision(), 'refused'), tradeFlow(), barClosed(), block())).toEqual([]);
  });

  it('rounds the wanted size down to the step and bounds the price by the slippage', () => {
    const book = bookUpdate({ bids: [[61_790, 1]], asks: [[61_810, 1]] });
    const { feed } = planning({ maxSlippageBps: 10 }, ...ready(), book);
    expect(brief(feed(target(1_000)))).toEqual(['buy 0.0161 @ 61871 ioc']);
  });

  it('adds nothing toward a target stated as a size', () => {
    const { feed } = planning({}, ...ready(2));
    const smaller = { ...targetDecision({ targetNotionalUsd: 100 }), targetSizeBase: 1 };
    expect(brief(feed(verdict(smaller), account(0.5), block()))).toEqual(['sell 1 @ 99 ioc reduce-only']);
    expect(brief(feed(verdict({ ...smaller, targetSizeBase: 3 }), block()))).toEqual([]);
  });

  it('lets a decision state how much worse its prices may be', () => {
    const { feed } = planning({ maxSlippageBps: 10 }, ...ready(2));
    const urgent = { ...targetDecision({ targetNotionalUsd: 0 }), targetSizeBase: 0.5, maxSlippageBps: 500 };
    expect(brief(feed(verdict(urgent)))).toEqual(['sell 1.5 @ 95 ioc reduce-only']);
  });

  it('fixes the wanted size once, whatever the price does later', () => {
    const { feed } = planning({}, ...ready());
    const [order] = feed(target(200));
    feed(account(0, [open(order)]), bookUpdate({ bids: [[49, 1]], asks: [[51, 1]] }), account(0.5));
    expect(brief(feed(block()))).toEqual(['buy 1.5 @ 51 ioc']);
  });

  it('opens the other side as soon as a flip is flat', () => {
    const { feed } = planning({}, ...ready(2));
    const [close] = feed(target(-300));
    expect(feed(account(2, [open(close)]))).toEqual([]);
    expect(brief(feed(account(0)))).toEqual(['sell 3 @ 99 ioc']);
  });

  it('serves each market on its own', () => {
    const eth = [marketContext({ marketId: ETH }), bookUpdate({ marketId: ETH, bids: [[9, 1]], asks: [[11, 1]] })];
    const { feed } = planning({}, ...ready(2), ...eth);
    const sent = feed(verdict(targetDecision({ marketId: ETH, targetNotionalUsd: -100 })), target(0));
    expect(sent.map(({ marketId }) => marketId)).toEqual([ETH, BTC]);
    expect(brief(sent)).toEqual(['sell 10 @ 9 ioc', 'sell 2 @ 99 ioc reduce-only']);
  });
});

describe('planOrders waiting for data', () => {
  const needed: readonly (readonly [string, number])[] = [
    ['the rules', 0],
    ['the book', 2],
    ['the account', 3],
  ];

  it.each(needed)('waits for %s without a fault and plans when they come', (_, missing) => {
    const inputs = ready();
    const { feed, sink } = planning({}, ...inputs.filter((__, index) => index !== missing));
    expect(feed(target(200), block(), barClosed(), flowWindow(), forcedFlow(), statusChange(), clockSkew())).toEqual(
      [],
    );
    expect(brief(feed(inputs[missing]!))).toEqual(['buy 2 @ 101 ioc']);
    expect(sink.faults).toEqual([]);
  });

  it.each(['stale', 'dirty', 'syncing'] as const)('waits while the data of the market are %s', (level) => {
    const { feed } = planning({}, ...ready(2), dataQuality({ level }));
    expect(feed(target(0), block())).toEqual([]);
    expect(brief(feed(dataQuality(), bookUpdate()))).toEqual(['sell 2 @ 99 ioc reduce-only']);
  });

  it('does not use the book of before an interruption', () => {
    const { feed } = planning({}, ...ready(), dataQuality({ level: 'syncing' }), dataQuality());
    expect(feed(target(200))).toEqual([]);
    expect(brief(feed(bookUpdate({ bids: [[199, 1]], asks: [[201, 1]] })))).toEqual(['buy 1 @ 201 ioc']);
  });

  it('plans without any word on quality', () => {
    const { feed } = planning({}, marketContext(), bookUpdate(), account(0));
    expect(feed(target(200))).toHaveLength(1);
  });

  it('uses the latest book when it sends', () => {
    const { feed } = planning({}, ...ready());
    feed(bookUpdate({ bids: [[100, 1]], asks: [[102, 1]] }));
    expect(brief(feed(target(202)))).toEqual(['buy 2 @ 102 ioc']);
  });
});

describe('planOrders with orders under way', () => {
  it('sends nothing again before the account shows the order', () => {
    const { feed } = planning({}, ...ready());
    expect(feed(target(200))).toHaveLength(1);
    expect(feed(block(), bookUpdate(), account(0), target(200, 1), account(0))).toEqual([]);
  });

  it('sends nothing while the order is open and fills', () => {
    const { feed } = planning({}, ...ready());
    const [order] = feed(target(200));
    expect(feed(account(0, [open(order)]), block(), account(0.5, [open(order, 0.5)]), block(), bookUpdate())).toEqual(
      [],
    );
    expect(feed(account(2), block(), bookUpdate())).toEqual([]);
  });

  it('sends the rest of a partly filled order at the next block', () => {
    const { feed } = planning({}, ...ready());
    const [order] = feed(target(200));
    expect(feed(account(0, [open(order)]), account(0.5, [open(order, 0.5)]), account(0.5))).toEqual([]);
    expect(brief(feed(block()))).toEqual(['buy 1.5 @ 101 ioc']);
  });

  it('waits for the block, not for a book, while blocks come', () => {
    const { feed } = planning({}, ...ready());
    const [order] = feed(target(200), block({ receivedMs: unixMs(10_000) })) as [Sent];
    feed(account(0, [open(order)]), account(0));
    expect(feed(bookUpdate({ receivedMs: unixMs(14_000) }))).toEqual([]);
    expect(brief(feed(block({ receivedMs: unixMs(14_500) })))).toEqual(['buy 2 @ 101 ioc']);
  });

  it('goes by book events when no block has come for five seconds', () => {
    const { feed } = planning({}, block({ receivedMs: unixMs(1_000) }), ...ready());
    const [order] = feed(target(200));
    feed(account(0, [open(order)]), account(0));
    expect(feed(bookUpdate({ receivedMs: unixMs(6_000) }))).toEqual([]);
    expect(brief(feed(bookUpdate({ receivedMs: unixMs(6_001) })))).toEqual(['buy 2 @ 101 ioc']);
  });

  it('gives up exposure after maxAttempts orders, with one fault', () => {
    const { feed, sink } = planning({ maxAttempts: 3 }, ...ready());
    let sent = feed(target(200));
    let orders = 0;
    for (let round = 0; round < 10; round += 1) {
      orders += sent.length;
      if (sent[0] !== undefined) feed(account(0, [open(sent[0])]), account(0));
      sent = feed(block());
    }
    expect(orders).toBe(3);
    expect(sink.faults.map(({ message }) => message)).toEqual(['gave up buy 20000000000 quantums after 3 orders']);
    expect(feed(target(200, 1))).toHaveLength(1);
  });

  /** Which of the next blocks an order is sent after, when each ends without a fill. */
  function roundsWithOrder(feed: Planning['feed'], first: Sent[], rounds: number, held: number): number[] {
    let sent = first;
    return Array.from({ length: rounds }, (_, round) => {
      if (sent[0] !== undefined) feed(account(held, [open(sent[0])]), account(held));
      sent = feed(block());
      return sent.length === 0 ? [] : [round];
    }).flat();
  }

  it('never gives up a reduction, but spaces it out after maxAttempts in vain', () => {
    const { feed, sink } = planning({ maxAttempts: 3, goodTilBlocks: 5 }, ...ready(2));
    expect(roundsWithOrder(feed, feed(target(0)), 20, 2)).toEqual([0, 1, 6, 11, 16]);
    expect(sink.faults).toEqual([]);
  });

  it('reduces without a pause again once something was filled, and for a new decision', () => {
    const { feed } = planning({ maxAttempts: 2, goodTilBlocks: 5 }, ...ready(2));
    expect(roundsWithOrder(feed, feed(target(0)), 8, 2)).toEqual([0, 5]);
    expect(feed(block())).toEqual([]);
    const [first] = feed(target(0, 1));
    const [second] = feed(account(2, [open(first)]), account(2), block());
    expect(brief([first!, second!])).toEqual(Array(2).fill('sell 2 @ 99 ioc reduce-only'));
    feed(account(2, [open(second)]), account(1.5, [open(second, 0.5)]), account(1.5));
    expect(brief(feed(block()))).toEqual(['sell 1.5 @ 99 ioc reduce-only']);
  });

  it.each(['PAUSED', 'CANCEL_ONLY', 'POST_ONLY', 'INITIALIZING', 'FINAL_SETTLEMENT'] as const)(
    'sends no reduction while the market is %s, and sends it as soon as it is back',
    (status) => {
      const { feed, sink } = planning({}, ...ready(2), marketContext({ status }));
      expect(feed(target(0), block(), bookUpdate(), account(2), block())).toEqual([]);
      expect(feed(marketContext({ status: 'UNKNOWN' }))).toEqual([]);
      expect(brief(feed(marketContext()))).toEqual(['sell 2 @ 99 ioc reduce-only']);
      expect(sink.faults).toEqual([]);
    },
  );

  it('does not ask again for exposure that risk refused', () => {
    const { feed, sink } = planning({ goodTilBlocks: 3 }, ...ready());
    expect(feed(target(200))).toHaveLength(1);
    for (let round = 0; round < 30; round += 1) expect(feed(block(), bookUpdate(), account(0))).toEqual([]);
    expect(sink.faults).toEqual([]);
    expect(feed(target(300, 1))).toHaveLength(1);
  });

  it('asks again for a refused reduction, once per life time of an order', () => {
    const { feed } = planning({ goodTilBlocks: 5 }, ...ready(2));
    let orders = feed(target(0)).length;
    for (let round = 0; round < 20; round += 1) orders += feed(block()).length;
    expect(orders).toBe(5);
  });

  it('serves a new decision two blocks after a refusal', () => {
    const { feed } = planning({}, ...ready());
    feed(target(200));
    expect(feed(target(-100, 1), block())).toEqual([]);
    expect(brief(feed(block()))).toEqual(['sell 1 @ 99 ioc']);
  });

  it('lets a taker of an earlier decision end before it turns round', () => {
    const { feed } = planning({}, ...ready());
    const [order] = feed(target(200));
    feed(account(0, [open(order)]));
    expect(feed(target(-100, 1), block())).toEqual([]);
    expect(brief(feed(account(2)))).toEqual(['sell 2 @ 99 ioc reduce-only']);
  });

  it('lets a running order do its part when more is wanted', () => {
    const { feed } = planning({}, ...ready());
    const [order] = feed(target(200));
    feed(account(0, [open(order)]));
    expect(feed(target(500, 1))).toEqual([]);
    expect(brief(feed(account(2), block()))).toEqual(['buy 3 @ 101 ioc']);
  });

  it('does not rebuild a position that was lost after the target was reached', () => {
    const { feed } = planning({}, ...ready());
    const [order] = feed(target(200));
    feed(account(0, [open(order)]), account(2));
    expect(feed(account(0.5), block(), bookUpdate(), block())).toEqual([]);
  });

  it('takes back what a late fill bought too much', () => {
    const { feed } = planning({}, ...ready());
    const [order] = feed(target(200));
    feed(account(0, [open(order)]), account(2));
    expect(brief(feed(account(3)))).toEqual(['sell 1 @ 99 ioc reduce-only']);
  });

  it('renews a resting order at the new touch at the block after it expired', () => {
    const { feed } = planning({ execution: 'maker' }, ...ready());
    const [order] = feed(target(200));
    expect(feed(account(0, [open(order)]), bookUpdate({ bids: [[100, 1]] }), block())).toEqual([]);
    expect(feed(account(0))).toEqual([]);
    expect(brief(feed(block()))).toEqual(['buy 2 @ 100 post-only']);
  });

  it('cancels a resting order that is no longer wanted, once, and waits until it has ended', () => {
    const { feed } = planning({ execution: 'maker' }, ...ready());
    const [order] = feed(target(200));
    feed(account(0, [open(order)]));
    expect(brief(feed(target(-200, 1)))).toEqual(['cancel 1']);
    expect(feed(block(), bookUpdate(), account(0, [open(order, 0, 'cancelling')]))).toEqual([]);
    expect(brief(feed(account(0)))).toEqual(['sell 2 @ 101 post-only']);
  });

  it('sees what a cancelled order still filled', () => {
    const { feed } = planning({ execution: 'maker' }, ...ready());
    const [order] = feed(target(200));
    feed(account(0, [open(order)]), target(-200, 1), account(0.5, [open(order, 0.5)]));
    expect(brief(feed(account(0.5)))).toEqual(['sell 0.5 @ 99 ioc reduce-only']);
  });

  it('leaves orders alone in markets it has no decision for', () => {
    const { feed } = planning({}, ...ready());
    const [order] = feed(target(200));
    const other = planning({}, ...ready(0, [open(order)]));
    expect(other.feed(block(), bookUpdate())).toEqual([]);
  });
});

describe('planOrders after others moved the position', () => {
  it('does not open again what was closed while it still worked toward its target', () => {
    const { feed } = planning({}, ...ready(3));
    const [order] = feed(target(500));
    expect(brief([order!])).toEqual(['buy 2 @ 101 ioc']);
    feed(account(3, [open(order)]), account(3.5, [open(order, 0.5)]));
    expect(feed(account(1, [open(order, 0.5)]), account(1), block(), bookUpdate(), block())).toEqual([]);
    expect(brief(feed(target(200, 1)))).toEqual(['buy 1 @ 101 ioc']);
  });

  it('does not take for its own what an order cannot have done that nobody has seen yet', () => {
    const { feed } = planning({}, ...ready(3));
    const [order] = feed(target(500));
    expect(feed(account(4), account(4, [open(order)]), account(4), block(), block())).toEqual([]);
  });

  it('takes back what rests for more', () => {
    const { feed } = planning({ execution: 'maker' }, ...ready(3));
    const [order] = feed(target(500));
    feed(account(3, [open(order)]));
    expect(brief(feed(account(2, [open(order)])))).toEqual(['cancel 1']);
    expect(feed(account(2), block(), bookUpdate(), block())).toEqual([]);
  });

  it('goes on making a position smaller', () => {
    const { feed } = planning({}, ...ready(3));
    const [order] = feed(target(100));
    feed(account(3, [open(order)]), account(2.5, [open(order)]), account(2.5));
    expect(brief(feed(block()))).toEqual(['sell 1.5 @ 99 ioc reduce-only']);
  });

  it('closes what the owner turned round, and does not go back beyond flat', () => {
    const { feed } = planning({}, ...ready(1));
    const [order] = feed(target(300));
    feed(account(1, [open(order)]), account(1));
    const closing = feed(account(-1));
    expect(brief(closing)).toEqual(['buy 1 @ 101 ioc reduce-only']);
    expect(feed(account(-1, [open(closing[0])]), account(0), block(), bookUpdate(), block())).toEqual([]);
  });

  it('takes quotes back until there is a new decision', () => {
    const both = quotes({ bid: { priceUsd: 98, sizeBase: 1 }, ask: { priceUsd: 102, sizeBase: 2 } });
    const { feed } = planning({}, ...ready(1));
    const [bid, ask] = feed(both);
    feed(account(1, [open(bid), open(ask)]));
    expect(brief(feed(account(0.5, [open(bid), open(ask)])))).toEqual(['cancel 1', 'cancel 2']);
    expect(feed(account(0.5), block(), bookUpdate(), block())).toEqual([]);
    expect(brief(feed(both))).toEqual(['buy 1 @ 98 post-only', 'sell 2 @ 102 post-only']);
  });

  it('takes fills of its own orders for what they are, at whatever moment they end', () => {
    const { feed } = planning({}, ...ready(3));
    const [order] = feed(target(600));
    feed(account(3, [open(order)]), account(4, [open(order, 1)]), account(5), account(5));
    expect(brief(feed(block()))).toEqual(['buy 1 @ 101 ioc']);
  });

  it('minds only the market that was moved', () => {
    const eth = { marketId: ETH };
    const { feed } = planning(
      {},
      ...ready(3),
      marketContext({ ...eth, rules: marketRules(eth) }),
      dataQuality(eth),
      bookUpdate(eth),
    );
    feed(account(2));
    expect(brief(feed(verdict(targetDecision({ ...eth, targetNotionalUsd: 100 }))))).toEqual(['buy 1 @ 101 ioc']);
  });

  it('does not take the first account for a change', () => {
    const { feed } = planning({}, marketContext(), dataQuality(), bookUpdate());
    feed(target(300));
    expect(brief(feed(account(1)))).toEqual(['buy 2 @ 101 ioc']);
  });
});

describe('planOrders for amounts too small to trade', () => {
  it('reports one fault for a target below one step', () => {
    const { feed, sink } = planning({}, ...ready());
    expect(feed(target(0.005), block(), bookUpdate(), account(0))).toEqual([]);
    expect(sink.faults).toMatchObject([
      {
        kind: 'order',
        where: 'planner',
        marketId: BTC,
        message: 'a target of 0.005 USD comes to nothing: size 0.00005 is below the smallest allowed, 0.0001',
      },
    ]);
  });

  it('closes what is open for a target below one step', () => {
    const { feed, sink } = planning({}, ...ready(2));
    expect(brief(feed(target(0.005)))).toEqual(['sell 2 @ 99 ioc reduce-only']);
    expect(sink.faults).toEqual([]);
  });

  it('reports one fault for a target below minOrderNotionalUsd', () => {
    const { feed, sink } = planning({ minOrderNotionalUsd: 500 }, ...ready());
    expect(feed(target(200), block(), bookUpdate(), account(0))).toEqual([]);
    expect(sink.faults.map(({ message }) => message)).toEqual([
      'nothing to send: an order of 202 USD is below minOrderNotionalUsd 500',
    ]);
  });

  it('leaves a position that is nearly right as it is', () => {
    const { feed, sink } = planning({ minOrderNotionalUsd: 500 }, ...ready(2));
    expect(feed(target(300), target(100, 1))).toEqual([]);
    expect(sink.faults).toEqual([]);
  });

  it('closes a position of any size', () => {
    const { feed } = planning({ minOrderNotionalUsd: 500 }, ...ready(-2));
    expect(brief(feed(target(0)))).toEqual(['buy 2 @ 101 ioc reduce-only']);
  });

  it('leaves a position that is less than one step of new rules', () => {
    const coarse = marketContext({ rules: marketRules({ stepBaseQuantums: 10n * UNIT }) });
    const { feed, sink } = planning({}, ...ready(2), coarse);
    expect(feed(target(0), account(2), block())).toEqual([]);
    expect(sink.faults).toEqual([]);
  });
});

describe('planOrders for quotes', () => {
  const both = quotes({ bid: { priceUsd: 98.5, sizeBase: 1.00005 }, ask: { priceUsd: 101.5, sizeBase: 2 } });

  it('rests both sides, rounded away from the book', () => {
    expect(brief(planning({}, ...ready()).feed(both))).toEqual(['buy 1 @ 98 post-only', 'sell 2 @ 102 post-only']);
  });

  it('never crosses the book', () => {
    const { feed } = planning({}, ...ready());
    const crossing = quotes({ bid: { priceUsd: 105, sizeBase: 1 }, ask: { priceUsd: 95, sizeBase: 1 } });
    expect(brief(feed(crossing))).toEqual(['buy 1 @ 100 post-only', 'sell 1 @ 100 post-only']);
  });

  it('leaves quotes that are as wanted', () => {
    const { feed } = planning({}, ...ready());
    const sent = feed(both);
    expect(
      feed(
        account(
          0,
          sent.map((order) => open(order)),
        ),
        both,
        block(),
        bookUpdate(),
      ),
    ).toEqual([]);
  });

  it('replaces only the side that changes, after its cancel is done', () => {
    const { feed } = planning({}, ...ready());
    const [bid, ask] = feed(both);
    feed(account(0, [open(bid), open(ask)]));
    const moved = quotes({ bid: { priceUsd: 97, sizeBase: 1 }, ask: { priceUsd: 101.5, sizeBase: 2 } });
    expect(brief(feed(moved))).toEqual(['cancel 1']);
    expect(feed(block())).toEqual([]);
    expect(brief(feed(account(0, [open(ask)])))).toEqual(['buy 1 @ 97 post-only']);
  });

  it('takes back a side that is no longer wanted', () => {
    const { feed } = planning({}, ...ready());
    const [bid, ask] = feed(both);
    feed(account(0, [open(bid), open(ask)]));
    expect(brief(feed(quotes({ bid: { priceUsd: 98.5, sizeBase: 1 } })))).toEqual(['cancel 2']);
  });

  it('takes quotes back while the book is lost', () => {
    const { feed } = planning({}, ...ready());
    const [bid, ask] = feed(both);
    feed(account(0, [open(bid), open(ask)]), dataQuality({ level: 'syncing' }));
    expect(brief(feed(quotes({})))).toEqual(['cancel 1', 'cancel 2']);
  });

  it('takes quotes back when risk refuses to change them, and quotes again when it allows', () => {
    const { feed } = planning({}, ...ready());
    const [bid, ask] = feed(both);
    feed(account(0, [open(bid), open(ask)]));
    expect(brief(feed({ ...both, kind: 'refused', by: [] }))).toEqual(['cancel 1', 'cancel 2']);
    expect(brief(feed(account(0), both))).toEqual(['buy 1 @ 98 post-only', 'sell 2 @ 102 post-only']);
  });

  it('does not give up a target for quotes that risk refuses', () => {
    const { feed } = planning({}, ...ready());
    const [taker] = feed(target(100));
    expect(feed({ ...both, kind: 'refused', by: [] })).toEqual([]);
    expect(brief(feed(account(0, [open(taker)]), account(0), block()))).toEqual(['buy 1 @ 101 ioc']);
  });

  it('does not quote again what was filled', () => {
    const { feed } = planning({}, ...ready());
    const [bid, ask] = feed(both);
    feed(account(0, [open(bid), open(ask)]), account(0.25, [open(bid, 0.25), open(ask)]), account(0.25, [open(ask)]));
    expect(brief(feed(block()))).toEqual(['buy 0.75 @ 98 post-only']);
  });

  it('quotes nothing more once a side is filled', () => {
    const { feed } = planning({}, ...ready());
    const [bid, ask] = feed(both);
    feed(account(0, [open(bid), open(ask)]), account(1, [open(ask)]));
    expect(feed(block(), bookUpdate(), block())).toEqual([]);
    expect(feed(account(-1), block(), account(-1))).toEqual([]);
  });

  it('renews expired quotes for ever', () => {
    const { feed } = planning({ maxAttempts: 2 }, ...ready());
    let sent = feed(both);
    for (let round = 0; round < 10; round += 1) {
      feed(
        account(
          0,
          sent.map((order) => open(order)),
        ),
        account(0),
      );
      sent = feed(block());
      expect(brief(sent)).toEqual(['buy 1 @ 98 post-only', 'sell 2 @ 102 post-only']);
    }
  });

  it('gives up a quote that never comes to rest', () => {
    const { feed, sink } = planning({ maxAttempts: 2 }, ...ready());
    let sent = feed(quotes({ bid: { priceUsd: 98, sizeBase: 1 } }));
    let orders = 0;
    for (let round = 0; round < 10; round += 1) {
      orders += sent.length;
      if (sent.length > 0)
        feed(
          account(
            0,
            sent.map((order) => open(order, 0, 'submitted')),
          ),
          account(0),
        );
      sent = feed(block());
    }
    expect(orders).toBe(2);
    expect(sink.faults).toHaveLength(1);
  });

  it('reports what cannot be quoted and quotes the rest', () => {
    const { feed, sink } = planning({}, ...ready());
    const odd = quotes({ bid: { priceUsd: 0.5, sizeBase: 1 }, ask: { priceUsd: 101, sizeBase: 0.00001 } });
    expect(feed(odd)).toEqual([]);
    expect(sink.faults.map(({ message }) => message)).toEqual([
      'no buy quote: price 0.5 is below the smallest allowed, 1',
      'no sell quote: size 0.00001 is below the smallest allowed, 0.0001',
    ]);
  });

  it('cancels quotes before it goes for a target, and takers never', () => {
    const { feed } = planning({}, ...ready(2));
    const [bid, ask] = feed(both);
    feed(account(2, [open(bid), open(ask)]));
    expect(brief(feed(target(0, 1)))).toEqual(['cancel 1', 'cancel 2']);
    expect(feed(account(2, [open(ask)]))).toEqual([]);
    expect(brief(feed(account(2)))).toEqual(['sell 2 @ 99 ioc reduce-only']);
  });
});

describe('planOrders as an operator', () => {
  it('starts afresh for each subscription', () => {
    const plan = planOrders({ clientIds: counting(), faults: collectFaults() });
    const seen: string[] = [];
    for (const name of ['first', 'second']) {
      const input$ = new Subject<PlannerInput>();
      input$.pipe(plan).subscribe(() => seen.push(name));
      if (name === 'first') ready().forEach((input) => input$.next(input));
      input$.next(target(200));
    }
    expect(seen).toEqual(['first']);
  });

  it('is not confused when what it sends comes back before it has sent the rest', () => {
    const input$ = new Subject<PlannerInput>();
    const sent: Sent[] = [];
    input$.pipe(planOrders({ clientIds: counting(), faults: collectFaults() })).subscribe((order) => {
      sent.push(order);
      input$.next(
        account(
          0,
          sent.map((each) => open(each, 0, 'submitted')),
        ),
      );
    });
    ready().forEach((input) => input$.next(input));
    input$.next(quotes({ bid: { priceUsd: 98, sizeBase: 1 }, ask: { priceUsd: 102, sizeBase: 1 } }));
    expect(brief(sent)).toEqual(['buy 1 @ 98 post-only', 'sell 1 @ 102 post-only']);
  });

  it.each([
    [{ goodTilBlocks: 0 }, 'goodTilBlocks must be an integer in 1..20, was 0'],
    [{ goodTilBlocks: 21 }, 'goodTilBlocks must be an integer in 1..20, was 21'],
    [{ goodTilBlocks: 1.5 }, 'goodTilBlocks must be an integer in 1..20, was 1.5'],
    [{ maxAttempts: 0 }, 'maxAttempts must be an integer in 1..9007199254740991, was 0'],
    [{ maxSlippageBps: -1 }, 'maxSlippageBps must be >= 0 and < 10000, was -1'],
    [{ maxSlippageBps: 10_000 }, 'maxSlippageBps must be >= 0 and < 10000, was 10000'],
    [{ maxSlippageBps: NaN }, 'maxSlippageBps must be >= 0 and < 10000, was NaN'],
    [{ minOrderNotionalUsd: -1 }, 'minOrderNotionalUsd must be finite and >= 0, was -1'],
    [{ minOrderNotionalUsd: Infinity }, 'minOrderNotionalUsd must be finite and >= 0, was Infinity'],
  ])('refuses %j', (options, message) => {
    expect(() => planning(options)).toThrow(new RangeError(message));
  });
});
