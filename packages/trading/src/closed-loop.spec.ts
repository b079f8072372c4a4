import {
  EventScheduler,
  unixMs,
  usdToQuote,
  type AccountState,
  type DecisionVerdict,
  type ExecutionReport,
  type Fill,
  type OrderIntent,
  type ProcessedData,
  type RiskApproved,
} from '@perpstream/core';
import {
  block,
  bookUpdate,
  BTC,
  collectFaults,
  dataQuality,
  marketContext,
  targetDecision,
  tradeFlow,
  type CollectedFaults,
} from '@perpstream/testing';
import fc from 'fast-check';
import { merge, Subject } from 'rxjs';
import { paperGateway } from './paper/paper-gateway';
import { clientIds } from './plan/client-ids';
import type { PlanOptions } from './plan/plan-options';
import { planOrders } from './plan/plan-orders';
import { trackPortfolio } from './portfolio/track-portfolio';

const TAKER_PPM = 500;
const MAKER_PPM = -100;

/** Planner, paper gateway and portfolio wired as the bot wires them, with risk that approves everything. */
class Loop {
  readonly scheduler: EventScheduler = new EventScheduler();
  readonly reports: ExecutionReport[] = [];
  readonly orders: OrderIntent[] = [];
  readonly sink: CollectedFaults = collectFaults();
  account!: AccountState;
  readonly #market$ = new Subject<ProcessedData>();
  readonly #verdict$ = new Subject<DecisionVerdict>();
  readonly #account$ = new Subject<AccountState>();
  #nowMs = 0;
  #height = 0;

  /** @param plannerFirst whether the planner or the gateway sees an input first: the order must not matter for safety */
  constructor(options: Partial<PlanOptions> = {}, plannerFirst = true) {
    const market$ = this.#market$;
    const faults = this.sink;
    const fees = { takerPpm: TAKER_PPM, makerPpm: MAKER_PPM };
    const gateway = paperGateway({ market$, scheduler: this.scheduler, fees, faults });
    const plan = (): void => {
      merge(market$, this.#account$, this.#verdict$)
        .pipe(planOrders({ clientIds: clientIds(1), faults, ...options }))
        .subscribe((order) => {
          if (order.kind === 'cancel') {
            gateway.cancel(order);
            return;
          }
          this.orders.push(order);
          gateway.submit(order as RiskApproved<OrderIntent>);
        });
    };
    if (plannerFirst) plan();
    const track = trackPortfolio({ startBalanceUsd: 10_000, faults });
    merge(market$, gateway.reports$)
      .pipe(track)
      .subscribe((output) => {
        if (output.kind !== 'account') return;
        this.account = output;
        this.#account$.next(output);
      });
    gateway.reports$.subscribe((report) => this.reports.push(report));
    if (!plannerFirst) plan();
    this.#account$.next(this.account);
    this.feed(marketContext(), dataQuality(), bookUpdate());
  }

  feed(...events: readonly ProcessedData[]): void {
    for (const event of events) this.#handle(() => this.#market$.next(event));
  }

  block(): void {
    this.#nowMs += 1_000;
    this.#height += 1;
    this.feed(block({ height: this.#height, receivedMs: unixMs(this.#nowMs), exchangeMs: unixMs(this.#nowMs) }));
  }

  wait(byMs: number): void {
    this.#nowMs += byMs;
    this.#handle(() => undefined);
  }

  want(targetNotionalUsd: number): void {
    const decision = targetDecision({ targetNotionalUsd });
    const moment = { marketId: BTC, receivedMs: unixMs(this.#nowMs), cause: 0 };
    this.#handle(() => this.#verdict$.next({ ...moment, subject: 'decision', kind: 'approved', decision }));
  }

  get sizeBase(): number {
    return this.account.positions.get(BTC)?.sizeBase ?? 0;
  }

  get fills(): Fill[] {
    return this.reports.flatMap((report) => ('fill' in report ? [report.fill] : []));
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  #handle(deliver: () => void): void {
    this.scheduler.advanceTo(unixMs(this.#nowMs));
    deliver();
    this.scheduler.advanceTo(unixMs(this.#nowMs));
  }
}

type Step =
  | { readonly do: 'want'; readonly usd: number }
  | {
      readonly do: 'book';
      readonly bidUsd: number;
      readonly spreadUsd: number;
      readonly bidSize: number;
      readonly askSize: number;
    }
  | { readonly do: 'flow'; readonly buyBase: number; readonly sellBase: number; readonly priceUsd: number }
  | { readonly do: 'block' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'quality'; readonly level: 'live' | 'dirty' | 'stale' };

const size = fc.integer({ min: 1, max: 40_000 }).map((steps) => steps / 10_000);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Step>({ do: 'block' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('book' as const),
      bidUsd: fc.integer({ min: 90, max: 110 }),
      spreadUsd: fc.integer({ min: 1, max: 5 }),
      bidSize: size,
      askSize: size,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('flow' as const),
      buyBase: size,
      sellBase: size,
      priceUsd: fc.integer({ min: 88, max: 116 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('want' as const), usd: fc.integer({ min: -800, max: 800 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 8_000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('quality' as const),
      level: fc.constantFrom('live' as const, 'dirty' as const, 'stale' as const),
    }),
  },
);

function take(loop: Loop, now: Step): void {
  const receivedMs = unixMs(loop.nowMs);
  if (now.do === 'block') loop.block();
  if (now.do === 'wait') loop.wait(now.ms);
  if (now.do === 'want') loop.want(now.usd);
  if (now.do === 'quality') loop.feed(dataQuality({ level: now.level, receivedMs }));
  if (now.do === 'flow') {
    const { buyBase, sellBase, priceUsd } = now;
    loop.feed(tradeFlow({ buyBase, sellBase, highPriceUsd: priceUsd, lowPriceUsd: priceUsd, receivedMs }));
  }
  if (now.do === 'book') {
    const { bidUsd, spreadUsd, bidSize, askSize } = now;
    loop.feed(bookUpdate({ bids: [[bidUsd, bidSize]], asks: [[bidUsd + spreadUsd, askSize]], receivedMs }));
  }
}

const settings = fc.record({
  execution: fc.constantFrom('taker' as const, 'maker' as const),
  maxSlippageBps: fc.constantFrom(0, 20, 500),
  goodTilBlocks: fc.constantFrom(1, 3, 10),
});

describe('planner, paper gateway and portfolio together', () => {
  it.each([
    ['long', 100, 1],
    ['short', -99, -0.99],
  ])('go %s', (_, usd, sizeBase) => {
    const loop = new Loop();
    loop.want(usd);
    expect(loop.sizeBase).toBe(0);
    loop.block();
    expect(loop.sizeBase).toBe(sizeBase);
    loop.block();
    expect(loop.orders).toHaveLength(1);
  });

  it('flip by closing first', () => {
    const loop = new Loop();
    for (const usd of [100, -100]) {
      loop.feed(bookUpdate());
      loop.want(usd);
      for (let blocks = 0; blocks < 4; blocks += 1) {
        loop.block();
        loop.feed(bookUpdate());
      }
    }
    expect(loop.orders.map(({ side, reduceOnly }) => [side, reduceOnly])).toEqual([
      ['buy', false],
      ['sell', true],
      ['sell', false],
    ]);
    expect(loop.sizeBase).toBe(-1);
  });

  it.each([
    ['at once when it sees the block after the fill', false, [0.3, 0.6, 0.9, 1, 1]],
    ['at the next block when it sees the block before the fill', true, [0.3, 0.3, 0.6, 0.6, 0.9]],
  ] as const)('work off a thin book: the planner tries again %s', (_, plannerFirst, expected) => {
    const loop = new Loop({}, plannerFirst);
    const thin = bookUpdate({ asks: [[101, 0.3]] });
    loop.feed(thin);
    loop.want(100);
    const sizes = expected.map(() => {
      loop.block();
      loop.feed(thin);
      return loop.sizeBase;
    });
    expect(sizes).toEqual(expected);
  });

  it('work without any block', () => {
    const loop = new Loop();
    loop.want(100);
    loop.wait(1_499);
    expect(loop.sizeBase).toBe(0);
    loop.wait(1);
    expect(loop.sizeBase).toBe(1);
  });

  it('earn the spread as a maker', () => {
    const loop = new Loop({ execution: 'maker' });
    loop.want(100);
    loop.block();
    loop.feed(tradeFlow({ buyBase: 0, sellBase: 2.5, lowPriceUsd: 99, receivedMs: unixMs(1_500) }));
    expect(loop.account).toMatchObject({ feesUsd: -0.0099, quoteBalanceUsd: 10_000 - 99 + 0.0099 });
  });

  it.each([true, false])(
    'never fill more than was wanted, whatever the market does (planner first: %s)',
    (plannerFirst) => {
      fc.assert(
        fc.property(
          settings,
          fc.integer({ min: -800, max: 800 }),
          fc.array(step, { maxLength: 80 }),
          (options, usd, steps) => {
            const loop = new Loop(options, plannerFirst);
            loop.want(usd);
            const wanted = Math.abs(usd) / 100 + 1e-9;
            let traded = 0;
            for (const now of steps.filter(({ do: what }) => what !== 'want')) {
              take(loop, now);
              traded = loop.fills.reduce((sum, { sizeBase }) => sum + sizeBase, 0);
              expect(traded).toBeLessThanOrEqual(wanted);
            }
            expect(Math.abs(loop.sizeBase)).toBeCloseTo(traded, 9);
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it('never go beyond the largest target, over changing targets', () => {
    fc.assert(
      fc.property(settings, fc.array(step, { maxLength: 120 }), (options, steps) => {
        const loop = new Loop(options);
        let largestBase = 0;
        for (const now of steps) {
          take(loop, now);
          // The lowest price in play is 90 USD, so no target comes to more than its notional at that price.
          if (now.do === 'want') largestBase = Math.max(largestBase, Math.abs(now.usd) / 90);
          expect(Math.abs(loop.sizeBase)).toBeLessThanOrEqual(largestBase + 1e-9);
        }
        expect(loop.sink.faults.filter(({ where }) => where.startsWith('portfolio'))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('conserve cash: what the account lost is what its counterparties and the exchange got', () => {
    fc.assert(
      fc.property(settings, fc.array(step, { maxLength: 120 }), (options, steps) => {
        const loop = new Loop(options);
        steps.forEach((now) => take(loop, now));
        let [counterparties, exchange, held] = [0n, 0n, 0n];
        for (const { side, quantums, quoteQuantums, feeQuoteQuantums, liquidity } of loop.fills) {
          counterparties += side === 'buy' ? quoteQuantums : 0n - quoteQuantums;
          held += side === 'buy' ? quantums : 0n - quantums;
          exchange += feeQuoteQuantums;
          const ppm = BigInt(liquidity === 'taker' ? TAKER_PPM : MAKER_PPM);
          expect(feeQuoteQuantums * 1_000_000n).toBeGreaterThanOrEqual(quoteQuantums * ppm);
          expect((feeQuoteQuantums - 1n) * 1_000_000n).toBeLessThan(quoteQuantums * ppm);
        }
        expect(loop.account.quoteQuantums + counterparties + exchange).toBe(usdToQuote(10_000));
        expect(loop.account.positions.get(BTC)?.quantums ?? 0n).toBe(held);
        expect(new Set(loop.fills.map(({ id }) => id)).size).toBe(loop.fills.length);
      }),
      { numRuns: 60 },
    );
  });

  it.each([true, false])('end flat with no order open, once it is left alone (planner first: %s)', (plannerFirst) => {
    fc.assert(
      fc.property(settings, fc.array(step, { maxLength: 60 }), (options, steps) => {
        const loop = new Loop(options, plannerFirst);
        steps.forEach((now) => take(loop, now));
        loop.feed(dataQuality(), bookUpdate({ bids: [[99, 100]], asks: [[101, 100]] }));
        loop.want(0);
        for (let blocks = 0; blocks < 40; blocks += 1) loop.block();
        expect(loop.account.openOrders.size).toBe(0);
        expect(loop.sizeBase).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('do the same for the same inputs', () => {
    fc.assert(
      fc.property(settings, fc.array(step, { maxLength: 80 }), (options, steps) => {
        const run = (): Loop => {
          const loop = new Loop(options);
          steps.forEach((now) => take(loop, now));
          return loop;
        };
        const [first, second] = [run(), run()];
        expect(second.reports).toEqual(first.reports);
        expect(second.orders).toEqual(first.orders);
        expect(second.account).toEqual(first.account);
      }),
      { numRuns: 30 },
    );
  });
});
