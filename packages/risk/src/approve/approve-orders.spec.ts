import {
  unixMs,
  type AccountState,
  type ClientId,
  type LimitName,
  type MarketId,
  type OpenOrder,
  type OrderGateway,
  type OrderIntent,
  type Quantums,
  type Subticks,
} from '@perpstream/core';
import {
  accountState,
  BTC,
  dataQuality,
  ETH,
  marketContext,
  marketRules,
  orderIntent,
  position,
} from '@perpstream/testing';
import * as fc from 'fast-check';
import { EMPTY, from, Observable, Subject } from 'rxjs';
import { approve } from '../../fixtures/judge';
import { NO_LIMITS } from '../../fixtures/no-limits';
import { NO_PROTECTIONS } from '../../fixtures/no-protections';
import type { RiskLimits } from '../limits/risk-limits';
import type { RiskInput } from '../monitor/risk-options';
import { approveOrders } from './approve-orders';
import type { OrderApproval } from './order-approval';

const markets: readonly RiskInput[] = [
  marketContext(),
  dataQuality(),
  marketContext({ marketId: ETH, rules: marketRules({ marketId: ETH }) }),
  dataQuality({ marketId: ETH }),
];

let nextClientId = 1;

/** An order of whole and partial coins on the grid of the test market: 10^10 quantums a coin, 10^5 subticks a USD. */
function order(sizeBase: number, priceUsd = 100, given: Partial<OrderIntent> = {}): OrderIntent {
  return orderIntent({
    clientId: nextClientId++ as ClientId,
    side: sizeBase > 0 ? 'buy' : 'sell',
    sizeBase: Math.abs(sizeBase),
    quantums: BigInt(Math.round(Math.abs(sizeBase) * 1e10)) as Quantums,
    subticks: BigInt(Math.round(priceUsd * 1e5)) as Subticks,
    priceUsd,
    ...given,
  });
}

function working(intent: OrderIntent, status: OpenOrder['status'] = 'open'): OpenOrder {
  return {
    ...intent,
    filledQuantums: 0n as Quantums,
    remainingBase: intent.sizeBase,
    status,
    submittedMs: intent.receivedMs,
  };
}

function holding(sizeBase: number, ...openOrders: OpenOrder[]): AccountState {
  const positions = sizeBase === 0 ? [] : [position({ sizeBase })];
  return accountState({ quoteBalanceUsd: 10_000 - sizeBase * 100, positions, openOrders });
}

function approvals(limits: Partial<RiskLimits>, ...inputs: (RiskInput | OrderIntent)[]): OrderApproval[] {
  const seen: OrderApproval[] = [];
  from([...markets, ...inputs])
    .pipe(approveOrders({ limits: { ...NO_LIMITS, ...limits } }))
    .subscribe((approval) => seen.push(approval));
  return seen;
}

function kinds(limits: Partial<RiskLimits>, ...inputs: (RiskInput | OrderIntent)[]): string[] {
  return approvals(limits, ...inputs).map(({ verdict }) => verdict.kind);
}

function limitsOf({ verdict }: OrderApproval): LimitName[] {
  return verdict.kind === 'approved' ? [] : verdict.by.map(({ limit }) => limit);
}

const flat = accountState();

describe('an order at its bound', () => {
  // 10,000 USD of equity, 3,000 of it in a long of the other market.
  const invested = accountState({ quoteBalanceUsd: 7_000, positions: [position({ marketId: ETH, sizeBase: 30 })] });

  it.each<[LimitName, Partial<RiskLimits>, 1 | -1, number]>([
    ['max-position-notional', { maxPositionNotionalUsd: 5_000 }, 1, 50],
    ['max-position-notional', { maxPositionNotionalUsd: 5_000 }, -1, 50],
    ['max-gross-notional', { maxGrossNotionalUsd: 8_000 }, 1, 50],
    ['max-gross-notional', { maxGrossNotionalUsd: 8_000 }, -1, 50],
    ['max-net-notional', { maxNetNotionalUsd: 5_000 }, 1, 20],
    ['max-net-notional', { maxNetNotionalUsd: 5_000 }, -1, 80],
    ['concentration', { maxConcentration: 0.25, concentrationFloorUsd: 0 }, 1, 10],
    ['concentration', { maxConcentration: 0.25, concentrationFloorUsd: 0 }, -1, 10],
    ['correlation', { maxCorrelatedFraction: 0.5, maxGrossNotionalUsd: 10_000 }, 1, 20],
    ['correlation', { maxCorrelatedFraction: 0.5, maxGrossNotionalUsd: 10_000 }, -1, 50],
    ['max-leverage', { maxLeverage: 2 }, 1, 170],
    ['max-leverage', { maxLeverage: 2 }, -1, 170],
    ['free-collateral', { maxMarginUsage: 0.5 }, 1, 970],
    ['free-collateral', { maxMarginUsage: 0.5 }, -1, 970],
    // 9,910 / 0.2725 and / 0.2875, cut to steps of 0.0001
    ['min-liquidation-distance', { minLiquidationDistance: 0.25 }, 1, 363.6697],
    ['min-liquidation-distance', { minLiquidationDistance: 0.25 }, -1, 344.6956],
  ])('%s %j, side %d: passes one step below and at it, is refused one step above', (limit, limits, sign, boundBase) => {
    for (const passing of [boundBase - 0.0001, boundBase]) {
      expect(kinds(limits, invested, order(sign * passing))).toEqual(['approved']);
    }
    const above = order(sign * (boundBase + 0.0001));
    const [refused] = approvals(limits, invested, above);
    expect(refused).toMatchObject({ order: undefined, verdict: { kind: 'refused', subject: 'order', order: above } });
    expect(limitsOf(refused!)).toEqual([limit]);
  });

  it('carries its permission when approved: the very same order', () => {
    const intent = order(1);
    const [approval] = approvals({}, invested, intent);
    expect(approval!.order).toBe(intent);
    expect(approval!.verdict).toEqual({
      kind: 'approved',
      subject: 'order',
      marketId: BTC,
      receivedMs: 0,
      cause: 0,
      order: intent,
    });
  });

  it('counts what it loses against the mark when filled at its own price', () => {
    // 10 coins at 110 cost 100 USD: equity 9,900, of which 10 % are 990.
    expect(kinds({ maxLeverage: 0.1 }, flat, order(10, 100))).toEqual(['approved']);
    expect(kinds({ maxLeverage: 0.1 }, flat, order(10, 110))).toEqual(['refused']);
    expect(kinds({ maxLeverage: 0.1 }, flat, order(-10, 90))).toEqual(['refused']);
    expect(kinds({ maxLeverage: 0.1 }, flat, order(10, 90))).toEqual(['approved']);
  });

  it('is refused when filling it leaves no equity', () => {
    const [refused] = approvals({}, flat, order(100, 200));
    expect(refused!.verdict).toMatchObject({ by: [{ limit: 'free-collateral', value: 0, bound: 0 }] });
  });

  it('is judged by the integers that are sent, not by the numbers for showing', () => {
    const understated = { ...order(60), sizeBase: 1, priceUsd: 1 };
    expect(kinds({ maxPositionNotionalUsd: 5_000 }, flat, understated)).toEqual(['refused']);
  });
});

describe('working orders of the market', () => {
  const limits = { maxPositionNotionalUsd: 5_000 };

  it.each<[string, AccountState, number, string]>([
    ['count when they are on its side', holding(0, working(order(30))), 21, 'refused'],
    ['leave room for the rest', holding(0, working(order(30))), 20, 'approved'],
    ['do not offset it from the other side', holding(0, working(order(-30))), 51, 'refused'],
    [
      'count while they are cancelled: a fill may still come',
      holding(0, working(order(30), 'cancelling')),
      21,
      'refused',
    ],
    ['count beside the position', holding(10, working(order(30))), 11, 'refused'],
    [
      'do not count when they only reduce',
      holding(10, working(order(-30, 100, { reduceOnly: true }))),
      -60,
      'approved',
    ],
  ])('%s', (_name, account, size, kind) => {
    expect(kinds(limits, account, order(size))).toEqual([kind]);
  });

  it('count from their approval on, ten of them at once', () => {
    const burst = Array.from({ length: 10 }, () => order(20));
    expect(kinds(limits, flat, ...burst)).toEqual(['approved', 'approved', ...Array<string>(8).fill('refused')]);
    const others = Array.from({ length: 3 }, () => order(-20, 100, { marketId: ETH }));
    expect(kinds({ maxGrossNotionalUsd: 5_000 }, flat, order(20), ...others)).toEqual([
      'approved',
      'approved',
      'refused',
      'refused',
    ]);
  });

  it('count once when the account lists them, and no more when it drops them', () => {
    const first = order(30);
    const listed = holding(0, working(first));
    expect(kinds(limits, flat, first, listed, order(20), order(1))).toEqual(['approved', 'approved', 'refused']);
    expect(kinds(limits, flat, first, listed, flat, order(50))).toEqual(['approved', 'approved']);
    expect(kinds(limits, flat, first, listed, holding(30), order(20))).toEqual(['approved', 'approved']);
  });

  it('count while the account does not list them, but not for ever', () => {
    const at = (ms: number): OrderIntent => order(50, 100, { receivedMs: unixMs(ms) });
    expect(kinds(limits, flat, at(0), flat, at(10_000), at(10_001))).toEqual(['approved', 'refused', 'approved']);
    const seen: string[] = [];
    from([...markets, flat, at(0), at(500), at(501)])
      .pipe(approveOrders({ limits: NO_LIMITS, inFlightOrderMs: 500 }))
      .subscribe(({ verdict }) => seen.push(verdict.kind));
    expect(seen).toEqual(['approved', 'approved', 'approved']);
    const tight = approveOrders({ limits: { ...NO_LIMITS, ...limits }, inFlightOrderMs: 500 });
    const seenTight: string[] = [];
    from([...markets, flat, at(0), at(500), at(501)])
      .pipe(tight)
      .subscribe(({ verdict }) => seenTight.push(verdict.kind));
    expect(seenTight).toEqual(['approved', 'refused', 'approved']);
  });
});

describe('the other side of a market', () => {
  // 10,000 USD of equity carry 200,000 USD at 5 %; working sells of 1,990 coins take 9,950 of them.
  const sells = holding(0, working(order(-1_990)));

  it('may fill instead: what an order loses must leave its margin', () => {
    expect(kinds({}, sells, order(10, 100))).toEqual(['approved']);
    expect(kinds({}, sells, order(10, 105))).toEqual(['approved']);
    const [refused] = approvals({}, sells, order(10, 106));
    expect(refused!.verdict).toMatchObject({
      by: [{ limit: 'free-collateral', message: 'free collateral of -10 USD is below 0 USD' }],
    });
    const buys = holding(0, working(order(1_990)));
    expect(kinds({}, buys, order(-10, 95), order(-10, 94))).toEqual(['approved', 'refused']);
  });

  it('does not keep out an order that turns a position which is too large', () => {
    const tooLarge = accountState({ quoteBalanceUsd: 215_000, positions: [position({ sizeBase: -2_050 })] });
    const options = { limits: NO_LIMITS, protections: NO_PROTECTIONS };
    const [turning] = approve(options, ...markets, tooLarge, order(2_060));
    expect(turning!.verdict.kind).toBe('approved');
  });
});

describe('an order that reduces', () => {
  const worst: readonly RiskInput[] = [
    dataQuality({ level: 'stale', ageMs: 60_000 }),
    marketContext({ status: 'PAUSED' }),
    { kind: 'command', receivedUs: 0, command: 'halt-new-exposure' },
  ];
  const limits = { maxPositionNotionalUsd: 1, maxGrossNotionalUsd: 1 };

  it.each<[string, AccountState, OrderIntent]>([
    ['part of a long', holding(10), order(-4)],
    ['all of a long', holding(10), order(-10)],
    ['all of a short', holding(-10), order(10)],
    ['what working orders leave open', holding(10, working(order(-6))), order(-4)],
    ['thirds of a position', holding(0.3, working(order(-0.1))), order(-0.2)],
    ['a long whatever works on the other side', holding(10, working(order(30))), order(-10)],
    ['with the flag', holding(10, working(order(-10))), order(-10, 90, { reduceOnly: true })],
    [
      'with the flag, before anything is known',
      flat,
      order(-10, 90, { reduceOnly: true, marketId: 'NEW-USD' as MarketId }),
    ],
  ])('passes in the worst of states: %s', (_name, account, intent) => {
    const [approval] = approvals(limits, account, ...worst, intent);
    expect(approval!.verdict.kind).toBe('approved');
    expect(approval!.order).toBe(intent);
  });

  it.each<[string, AccountState, OrderIntent]>([
    ['goes beyond the position', holding(10), order(-10.0001)],
    ['goes beyond it with what works already', holding(10, working(order(-6))), order(-4.0001)],
    ['is on the side of the position', holding(10), order(1)],
    ['has no position to reduce', flat, order(-1)],
  ])('is not one that %s', (_name, account, intent) => {
    expect(limitsOf(approvals({}, account, ...worst, intent)[0]!)).toEqual([
      'data-quality',
      'market-status',
      'operator-halt',
    ]);
  });

  it('counts for the next: a second one may not close the same again', () => {
    expect(kinds(limits, holding(10), order(-10), order(-10))).toEqual(['approved', 'refused']);
  });

  it('with the flag reserves nothing, since the chain never lets it open', () => {
    const flagged = (): OrderIntent => order(-10, 90, { reduceOnly: true });
    expect(kinds(limits, holding(10), flagged(), flagged(), order(-10))).toEqual(['approved', 'approved', 'approved']);
  });
});

describe('an order that the chain would refuse', () => {
  it.each(['gtt', 'post-only'] as const)('is refused: reduce-only with %s', (timeInForce) => {
    const [refused] = approvals({}, holding(10), order(-1, 100, { reduceOnly: true, timeInForce }));
    expect(refused!.verdict).toMatchObject({
      kind: 'refused',
      by: [{ limit: 'chain-rule', message: `the chain takes reduce-only orders with ioc alone, was ${timeInForce}` }],
    });
  });

  it.each([
    ['no size', { quantums: 0n as Quantums }],
    ['no price', { subticks: 0n as Subticks }],
    ['a negative size', { quantums: -1n as Quantums }],
  ])('is refused: %s', (_name, given) => {
    expect(limitsOf(approvals({}, flat, order(1, 100, given))[0]!)).toEqual(['chain-rule']);
  });
});

describe('approveOrders', () => {
  it('refuses new exposure while inputs are missing', () => {
    expect(limitsOf(approvals({}, order(1))[0]!)).toEqual(['missing-input']);
    const [unknown] = approvals({}, flat, order(1, 100, { marketId: 'NEW-USD' as MarketId }));
    expect(limitsOf(unknown!)).toEqual(['missing-input', 'data-quality', 'market-status']);
  });

  it('starts afresh for every subscription', () => {
    const operator = approveOrders({ limits: { maxPositionNotionalUsd: 100 } });
    const run = (): string[] => {
      const seen: string[] = [];
      from([...markets, flat, order(1), order(1)])
        .pipe(operator)
        .subscribe(({ verdict }) => seen.push(verdict.kind));
      return seen;
    };
    expect([run(), run()]).toEqual([
      ['approved', 'refused'],
      ['approved', 'refused'],
    ]);
  });

  it('passes completion and errors on, and lets go of its source', () => {
    const [completed, failed, released] = [jest.fn(), jest.fn(), jest.fn()];
    EMPTY.pipe(approveOrders()).subscribe({ complete: completed });
    new Observable<OrderIntent>((subscriber) => subscriber.error('over'))
      .pipe(approveOrders())
      .subscribe({ error: failed });
    new Observable<OrderIntent>(() => released).pipe(approveOrders()).subscribe().unsubscribe();
    expect(completed).toHaveBeenCalledTimes(1);
    expect(failed).toHaveBeenCalledWith('over');
    expect(released).toHaveBeenCalledTimes(1);
  });

  it('throws for an option out of its range when it is called', () => {
    expect(() => approveOrders({ limits: { trimHeadroom: 1 } })).toThrow(/limits.trimHeadroom/);
    expect(() => approveOrders({ inFlightOrderMs: -1 })).toThrow(/inFlightOrderMs/);
  });

  it('is the only way to a gateway: neither an intent nor a changed copy compiles', () => {
    const submitted: OrderIntent[] = [];
    const gateway: OrderGateway = {
      submit: (given) => submitted.push(given),
      cancel: () => undefined,
      reports$: EMPTY,
    };
    const send = (intent: OrderIntent, { order: permitted }: OrderApproval): void => {
      // @ts-expect-error a bare intent is not approved
      gateway.submit(intent);
      // @ts-expect-error a refusal carries no order
      gateway.submit(permitted);
      if (permitted === undefined) return;
      // @ts-expect-error a changed copy is not what was approved
      gateway.submit({ ...permitted, quantums: 2n as Quantums });
      gateway.submit(permitted);
    };
    expect(send).toBeInstanceOf(Function);
    const [approval] = approvals({}, flat, order(1));
    if (approval?.order !== undefined) gateway.submit(approval.order);
    expect(submitted).toHaveLength(1);
  });
});

/** An exchange in a few lines: keeps cash, positions and live orders, fills at the order's own price. */
class Ledger {
  balanceUsd = 10_000;
  readonly sizes = new Map<MarketId, number>();
  readonly live = new Map<ClientId, OrderIntent>();

  fill(intent: OrderIntent): void {
    const signedBase = (intent.side === 'buy' ? 1 : -1) * intent.sizeBase;
    this.live.delete(intent.clientId);
    this.balanceUsd -= signedBase * intent.priceUsd;
    this.sizes.set(intent.marketId, Math.round(((this.sizes.get(intent.marketId) ?? 0) + signedBase) * 1e4) / 1e4);
  }

  account(): AccountState {
    const positions = [...this.sizes].filter(([, sizeBase]) => sizeBase !== 0);
    return accountState({
      quoteBalanceUsd: this.balanceUsd,
      positions: positions.map(([marketId, sizeBase]) => position({ marketId, sizeBase })),
      openOrders: [...this.live.values()].map((intent) => working(intent)),
    });
  }

  /** Gross notional at 100 USD with every live order filled the worst way, and what equity is left then. */
  worst(): { readonly grossUsd: number; readonly equityUsd: number } {
    let grossUsd = 0;
    let equityUsd = this.balanceUsd;
    for (const marketId of [BTC, ETH]) {
      const sizeBase = this.sizes.get(marketId) ?? 0;
      const orders = [...this.live.values()].filter((intent) => intent.marketId === marketId);
      const sum = (side: string): number =>
        orders.filter((o) => o.side === side).reduce((base, o) => base + o.sizeBase, 0);
      grossUsd += 100 * Math.max(sizeBase + sum('buy'), sum('sell') - sizeBase);
      equityUsd += sizeBase * 100;
      for (const { side, priceUsd, sizeBase: size } of orders) {
        equityUsd -= Math.max(0, (side === 'buy' ? priceUsd - 100 : 100 - priceUsd) * size);
      }
    }
    return { grossUsd, equityUsd };
  }
}

describe('orders in any sequence', () => {
  type Step = {
    readonly action: 'order' | 'fill' | 'drop' | 'show';
    readonly size: number;
    readonly price: number;
    readonly market: MarketId;
  };

  const step: fc.Arbitrary<Step> = fc.record({
    action: fc.constantFrom('order', 'order', 'order', 'fill', 'drop', 'show'),
    size: fc
      .integer({ min: -600_000, max: 600_000 })
      .filter((size) => size !== 0)
      .map((size) => size / 1e4),
    price: fc.integer({ min: 95, max: 105 }),
    market: fc.constantFrom(BTC, ETH),
  });

  it('never exceed gross notional or leverage at the marks they were judged at, however they fill', () => {
    const limits = { ...NO_LIMITS, maxGrossNotionalUsd: 9_000, maxLeverage: 0.8, maxDailyLossFraction: Infinity };
    let opened = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
        const ledger = new Ledger();
        const inputs$ = new Subject<RiskInput | OrderIntent>();
        let approval: OrderApproval | undefined;
        const running = inputs$.pipe(approveOrders({ limits })).subscribe((given) => (approval = given));
        [...markets, ledger.account()].forEach((input) => inputs$.next(input));
        for (const { action, size, price, market } of steps) {
          const [oldest] = ledger.live.values();
          if (action === 'order') {
            const before = ledger.worst();
            const intent = order(size, price, { marketId: market });
            inputs$.next(intent);
            if (approval?.order === undefined) continue;
            ledger.live.set(intent.clientId, intent);
            const after = ledger.worst();
            if (after.grossUsd <= before.grossUsd * (1 + 1e-9)) continue;
            opened += 1;
            expect(after.grossUsd).toBeLessThanOrEqual(9_000 * (1 + 1e-9));
            expect(after.grossUsd / after.equityUsd).toBeLessThanOrEqual(0.8 * (1 + 1e-9));
          } else {
            if (action === 'fill' && oldest !== undefined) ledger.fill(oldest);
            if (action === 'drop' && oldest !== undefined) ledger.live.delete(oldest.clientId);
            // What fills or drops out was listed before: the account shows an order before it shows its end.
            inputs$.next(ledger.account());
          }
        }
        running.unsubscribe();
      }),
      { numRuns: 300 },
    );
    expect(opened).toBeGreaterThan(300);
  });
});
