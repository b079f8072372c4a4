import {
  unixMs,
  type AccountState,
  type Attribution,
  type MarketId,
  type QuotesDecision,
  type Quantums,
  type Strategy,
  type StrategyDecision,
  type StrategyInput,
} from '@perpstream/core';
import {
  BTC,
  ETH,
  accountState,
  block,
  bookUpdate,
  collectFaults,
  dataQuality,
  marketContext,
  marketRules,
  position,
  targetDecision,
  type CollectedFaults,
} from '@perpstream/testing';
import * as fc from 'fast-check';
import { ignoreElements, merge, Subject, tap } from 'rxjs';
import { strategyDesk } from './strategy-desk';

/** A strategy that decides what the test says, and remembers the accounts it was shown. */
class Puppet {
  readonly accounts: AccountState[] = [];
  readonly said$: Subject<StrategyDecision> = new Subject();
  readonly strategy$: Strategy = (source$) =>
    merge(
      this.said$,
      source$.pipe(
        tap((input) => input.kind === 'account' && this.accounts.push(input)),
        ignoreElements(),
      ),
    );

  wants(targetNotionalUsd: number, marketId: MarketId = BTC): void {
    this.said$.next(targetDecision({ targetNotionalUsd, marketId, reasons: [{ name: 'wish', value: 1 }] }));
  }

  quotes(sides: Pick<QuotesDecision, 'bid' | 'ask'>): void {
    const stamp = { marketId: BTC, receivedMs: unixMs(0), cause: 0, decision: 0 };
    this.said$.next({ kind: 'quotes', strategy: 'puppet', confidence: 1, reasons: [], ...stamp, ...sides });
  }

  /** Signed base units of each market, as shown last. */
  sees(marketId: MarketId = BTC): number {
    return this.accounts.at(-1)?.positions.get(marketId)?.sizeBase ?? 0;
  }
}

/** A desk of two strategies with 2,000 USD each, in markets at 100 USD, and an account that the test fills. */
class Bench {
  readonly a: Puppet = new Puppet();
  readonly b: Puppet = new Puppet();
  readonly decisions: StrategyDecision[] = [];
  readonly sink: CollectedFaults = collectFaults();
  readonly attributions = new Map<string, Attribution>();
  readonly #inputs = new Subject<StrategyInput>();
  readonly #sizes = new Map<MarketId, number>();
  cashUsd = 10_000;
  fundingUsd = 0;
  #nowMs = 0;

  constructor() {
    const seats = [
      { name: 'a', strategy$: this.a.strategy$, budgetUsd: 2_000 },
      { name: 'b', strategy$: this.b.strategy$, budgetUsd: 2_000 },
    ];
    const attribute = (event: Attribution): unknown => this.attributions.set(event.strategy, event);
    this.#inputs
      .pipe(strategyDesk({ seats, faults: this.sink, attribute }))
      .subscribe((decision) => this.decisions.push(decision));
    for (const marketId of [BTC, ETH]) {
      this.feed(dataQuality({ marketId }), marketContext({ marketId, rules: marketRules({ marketId }) }));
      this.price(100, marketId);
    }
    this.account();
  }

  feed(...inputs: StrategyInput[]): void {
    for (const input of inputs) this.#inputs.next({ ...input, receivedMs: unixMs((this.#nowMs += 1)) });
  }

  price(midUsd: number, marketId: MarketId = BTC): void {
    this.feed(bookUpdate({ marketId, bids: [[midUsd - 1, 1]], asks: [[midUsd + 1, 1]] }));
  }

  account(): void {
    const { cashUsd, fundingUsd } = this;
    const positions = [...this.#sizes].flatMap(([marketId, sizeBase]) =>
      sizeBase === 0 ? [] : [position({ marketId, sizeBase })],
    );
    this.feed(accountState({ quoteBalanceUsd: cashUsd, fundingUsd, positions }));
  }

  /** The account buys (or sells) so much at a price. */
  fill(sizeBase: number, priceUsd = 100, marketId: MarketId = BTC): void {
    const size = Number(((this.#sizes.get(marketId) ?? 0) + sizeBase).toFixed(10));
    this.#sizes.set(marketId, size);
    this.cashUsd -= sizeBase * priceUsd;
    this.account();
  }

  pay(fundingUsd: number): void {
    this.cashUsd += fundingUsd;
    this.fundingUsd += fundingUsd;
    this.account();
  }

  get last(): StrategyDecision | undefined {
    return this.decisions.at(-1);
  }

  get targets(): (number | undefined)[] {
    return this.decisions.map((decision) => (decision.kind === 'target' ? decision.targetNotionalUsd : undefined));
  }

  cashOf(strategy: string): number {
    return this.attributions.get(strategy)?.cashUsd ?? NaN;
  }
}

describe('strategyDesk with targets', () => {
  it('passes the decision of one strategy on, under its name, with its reasons', () => {
    const bench = new Bench();
    bench.a.wants(500);
    expect(bench.decisions).toMatchObject([
      {
        kind: 'target',
        strategy: 'a',
        decision: 0,
        marketId: BTC,
        targetNotionalUsd: 500,
        reasons: [{ name: 'wish' }],
        parts: [{ strategy: 'a', targetNotionalUsd: 500 }],
      },
    ]);
  });

  it('adds targets up and says whose they are', () => {
    const bench = new Bench();
    bench.a.wants(500);
    bench.b.wants(-200);
    expect(bench.last).toMatchObject({
      strategy: 'a+b',
      decision: 1,
      targetNotionalUsd: 300,
      parts: [
        { strategy: 'a', targetNotionalUsd: 500 },
        { strategy: 'b', targetNotionalUsd: -200 },
      ],
    });
  });

  it('keeps what one strategy holds when another decides at another price', () => {
    const bench = new Bench();
    bench.a.wants(1_000); // 10 units at 100
    bench.price(200);
    bench.b.wants(1_000); // 5 units at 200
    expect(bench.targets).toEqual([1_000, 3_000]);
  });

  it('decides 0 when the last target is given up', () => {
    const bench = new Bench();
    bench.a.wants(500);
    bench.a.wants(0);
    expect(bench.last).toMatchObject({ targetNotionalUsd: 0, parts: [], strategy: 'a' });
  });

  it('sends nothing that changes nothing', () => {
    const bench = new Bench();
    bench.a.wants(500);
    bench.a.wants(500);
    expect(bench.targets).toEqual([500]);
  });

  it('cuts a target to what the budget leaves and says so', () => {
    const bench = new Bench();
    bench.a.wants(1_500, ETH);
    bench.a.wants(1_000);
    expect(bench.last).toMatchObject({
      targetNotionalUsd: 500,
      reasons: [{ name: 'wish' }, { name: 'strategy-budget', value: 500, bound: 2_000 }],
    });
  });

  it('R24: an exhausted budget of one strategy changes no decision of the other', () => {
    const ofB = (spendA: number): unknown[] => {
      const bench = new Bench();
      if (spendA !== 0) bench.a.wants(spendA, ETH);
      const before = bench.decisions.length;
      bench.b.wants(1_800);
      bench.b.wants(-2_500);
      return bench.decisions.slice(before).map((decision) => ({ ...decision, decision: 0 }));
    };
    expect(ofB(9_999)).toEqual(ofB(0));
  });
});

describe('strategyDesk and whose a position is', () => {
  it('gives a fill to the strategy that asked for it', () => {
    const bench = new Bench();
    bench.a.wants(1_000);
    bench.fill(4);
    expect([bench.a.sees(), bench.b.sees()]).toEqual([4, 0]);
    bench.fill(6);
    expect([bench.a.sees(), bench.b.sees()]).toEqual([10, 0]);
  });

  it('shares a fill in proportion to what each lacks', () => {
    const bench = new Bench();
    bench.a.wants(1_000);
    bench.b.wants(500);
    bench.fill(3);
    expect([bench.a.sees(), bench.b.sees()]).toEqual([2, 1]);
  });

  it('lets opposite wishes trade with each other at the mid, without an order', () => {
    const bench = new Bench();
    bench.a.wants(1_000);
    bench.b.wants(-1_000);
    bench.price(110);
    bench.account();
    expect([bench.a.sees(), bench.b.sees()]).toEqual([10, -10]);
    expect([bench.cashOf('a'), bench.cashOf('b'), bench.cashOf('')]).toEqual([-1_000, 1_000, 0]);
  });

  it('hands a position over from one strategy to the other', () => {
    const bench = new Bench();
    bench.a.wants(1_000);
    bench.fill(10);
    bench.b.wants(1_000);
    bench.a.wants(0);
    bench.account();
    expect([bench.a.sees(), bench.b.sees()]).toEqual([0, 10]);
    expect(bench.targets).toEqual([1_000, 2_000, 1_000]);
  });

  it('leaves what was there before to the owner', () => {
    const bench = new Bench();
    bench.fill(5);
    bench.a.wants(1_000);
    bench.fill(10);
    expect(bench.a.sees()).toBe(10);
    expect(bench.attributions.get('')?.sizeBase.get(BTC)).toBe(5);
  });

  it('leaves a fill that comes too late to the strategy whose order it was', () => {
    const bench = new Bench();
    bench.a.wants(1_000);
    bench.feed(accountState({ openOrders: [{ clientId: 7, marketId: BTC } as never] }));
    bench.a.wants(0);
    bench.fill(10);
    expect(bench.a.sees()).toBe(10);
    bench.fill(-10);
    expect(bench.a.sees()).toBe(0);
    bench.fill(3);
    expect(bench.attributions.get('')?.sizeBase.get(BTC)).toBe(3);
  });

  it('takes a sale by others off the parts in proportion', () => {
    const bench = new Bench();
    bench.a.wants(1_000);
    bench.b.wants(500);
    bench.fill(15);
    bench.fill(-3);
    expect([bench.a.sees(), bench.b.sees()]).toEqual([8, 4]);
  });

  it('books the money of a fill, fees included, and shows the price paid', () => {
    const bench = new Bench();
    bench.a.wants(1_000);
    bench.fill(10, 101);
    expect(bench.cashOf('a')).toBeCloseTo(-1_010, 9);
    expect(bench.a.accounts.at(-1)?.positions.get(BTC)?.entryPriceUsd).toBeCloseTo(101, 9);
    bench.a.wants(0);
    bench.fill(-10, 103);
    expect(bench.cashOf('a')).toBeCloseTo(20, 9);
  });

  it('gives funding to those who hold, the rest to the owner', () => {
    const bench = new Bench();
    bench.feed(marketContext({ oraclePriceUsd: 100, nextFundingRate1h: 0.0001, rules: marketRules() }));
    bench.a.wants(1_000);
    bench.fill(10);
    bench.pay(-0.1);
    expect(bench.cashOf('a')).toBeCloseTo(-1_000.1, 9);
    bench.pay(-0.3); // three hours at once
    expect(bench.cashOf('a')).toBeCloseTo(-1_000.4, 9);
    expect(bench.cashOf('')).toBeCloseTo(0, 9);
  });

  it('adds up to the account, size and money, whatever happens', () => {
    const act = fc.oneof(
      fc.record({
        kind: fc.constant('want' as const),
        who: fc.constantFrom('a' as const, 'b' as const),
        usd: fc.integer({ min: -2_500, max: 2_500 }),
      }),
      fc.record({
        kind: fc.constant('fill' as const),
        size: fc.integer({ min: -20, max: 20 }),
        price: fc.integer({ min: 50, max: 200 }),
      }),
      fc.record({ kind: fc.constant('price' as const), price: fc.integer({ min: 50, max: 200 }) }),
      fc.record({ kind: fc.constant('pay' as const), usd: fc.integer({ min: -5, max: 5 }) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        const bench = new Bench();
        let size = 0;
        for (const step of acts) {
          if (step.kind === 'want') bench[step.who].wants(step.usd);
          else if (step.kind === 'fill') bench.fill(step.size, step.price);
          else if (step.kind === 'price') bench.price(step.price);
          else bench.pay(step.usd);
          if (step.kind === 'fill') size += step.size;
        }
        bench.account();
        const parts = [...bench.attributions.values()];
        const total = parts.reduce((sum, { sizeBase }) => sum + (sizeBase.get(BTC) ?? 0), 0);
        expect(total).toBeCloseTo(size, 9);
        expect(parts.reduce((sum, { cashUsd }) => sum + cashUsd, 0)).toBeCloseTo(bench.cashUsd - 10_000, 6);
      }),
    );
  });

  it('shows exact quantums that add up', () => {
    const bench = new Bench();
    bench.a.wants(1_000);
    bench.b.wants(500);
    bench.fill(1.0000000001);
    const of = (puppet: Puppet): Quantums | undefined => puppet.accounts.at(-1)?.positions.get(BTC)?.quantums;
    expect((of(bench.a) ?? 0n) + (of(bench.b) ?? 0n)).toBe(10_000_000_001n);
  });
});

describe('strategyDesk with quotes', () => {
  const bid = { priceUsd: 99, sizeBase: 5 };
  const ask = { priceUsd: 101, sizeBase: 5 };

  it('passes quotes on under the name of their strategy, and gives it all fills', () => {
    const bench = new Bench();
    bench.b.quotes({ bid, ask });
    expect(bench.last).toMatchObject({ kind: 'quotes', strategy: 'b', bid, ask });
    bench.fill(2, 99);
    expect([bench.a.sees(), bench.b.sees()]).toEqual([0, 2]);
  });

  it('cuts the side that adds to the budget', () => {
    const bench = new Bench();
    bench.b.quotes({ bid: { priceUsd: 100, sizeBase: 30 }, ask });
    expect(bench.last).toMatchObject({
      bid: { priceUsd: 100, sizeBase: 20 },
      reasons: [{ name: 'strategy-budget', bound: 2_000 }],
    });
  });

  it('lets a target wait until the quoting strategy has nothing there, with one fault', () => {
    const bench = new Bench();
    bench.b.quotes({ bid, ask });
    bench.fill(2, 99);
    bench.a.wants(500);
    bench.a.wants(600);
    expect(bench.sink.faults).toMatchObject([{ kind: 'conflict', where: 'a', marketId: BTC }]);
    expect(bench.decisions).toHaveLength(1);
    bench.b.quotes({ ask: { priceUsd: 101, sizeBase: 2 } });
    bench.fill(-2, 101);
    bench.b.quotes({});
    expect(bench.last).toMatchObject({ kind: 'quotes', strategy: 'b' });
    bench.a.wants(650);
    expect(bench.last).toMatchObject({ kind: 'target', strategy: 'a', targetNotionalUsd: 650 });
  });

  it('releases what waits when the last part of the other is gone', () => {
    const bench = new Bench();
    bench.a.wants(500);
    bench.fill(5);
    bench.b.quotes({ bid, ask });
    expect(bench.sink.faults).toHaveLength(1);
    bench.a.wants(0);
    expect(bench.last).toMatchObject({ kind: 'target', targetNotionalUsd: 0 });
    bench.fill(-5);
    expect(bench.last).toMatchObject({ kind: 'quotes', strategy: 'b', bid, ask });
  });

  it('releases what waits at a block when the other gave up before anything was filled, and its orders are gone', () => {
    const bench = new Bench();
    bench.a.wants(500);
    bench.b.quotes({ bid, ask });
    bench.feed(accountState({ openOrders: [{ clientId: 7, marketId: BTC } as never] }));
    bench.a.wants(0);
    expect(bench.last).toMatchObject({ kind: 'target', targetNotionalUsd: 0 });
    bench.feed(block({ height: 1 }));
    expect(bench.decisions).toHaveLength(2);
    bench.feed(accountState());
    expect(bench.last).toMatchObject({ kind: 'quotes', strategy: 'b', bid, ask });
    expect(bench.decisions.map(({ decision }) => decision)).toEqual([0, 1, 2]);
  });

  it('shows orders to those who share the market alone', () => {
    const bench = new Bench();
    bench.b.quotes({ bid, ask });
    const order = { clientId: 7, marketId: BTC } as never;
    bench.feed(accountState({ openOrders: [order] }));
    expect(bench.b.accounts.at(-1)?.openOrders.size).toBe(1);
    expect(bench.a.accounts.at(-1)?.openOrders.size).toBe(0);
  });
});

describe('strategyDesk as an operator', () => {
  const idle: Strategy = ignoreElements();
  const options = { faults: collectFaults() };

  it.each([
    [[], 'seats must have at least 1'],
    [[{ name: '', strategy$: idle, budgetUsd: 1 }], 'seats.name must not be empty'],
    [[{ name: 'x', strategy$: idle, budgetUsd: 0 }], 'seats.x.budgetUsd must be a finite number > 0, was 0'],
    [
      [
        { name: 'x', strategy$: idle, budgetUsd: 1 },
        { name: 'x', strategy$: idle, budgetUsd: 1 },
      ],
      '"x" is there twice',
    ],
  ])('refuses seats %#', (seats, message) => {
    expect(() => strategyDesk({ seats, ...options })).toThrow(message);
  });

  it('has fresh state in each subscription, completes with the source and passes errors on', () => {
    const puppet = new Puppet();
    const desk$ = strategyDesk({ seats: [{ name: 'p', strategy$: puppet.strategy$, budgetUsd: 1_000 }], ...options });
    const source$ = new Subject<StrategyInput>();
    const first: StrategyDecision[] = [];
    let ended = '';
    const running = source$.pipe(desk$).subscribe((decision) => first.push(decision));
    puppet.wants(800);
    running.unsubscribe();
    source$.pipe(desk$).subscribe({ next: (decision) => first.push(decision), error: () => (ended = 'error') });
    puppet.wants(800);
    expect(first.map(({ decision }) => decision)).toEqual([0, 0]);
    puppet.said$.error(new Error('broken'));
    expect(ended).toBe('error');
  });

  it('completes when its source and its strategies do', () => {
    let isDone = false;
    const source$ = new Subject<StrategyInput>();
    const seats = [{ name: 'idle', strategy$: idle, budgetUsd: 1 }];
    source$.pipe(strategyDesk({ seats, ...options })).subscribe({ complete: () => (isDone = true) });
    source$.complete();
    expect(isDone).toBe(true);
  });
});
