import { unixMs, type LimitHit, type OpenOrder, type OrderIntent } from '@perpstream/core';
import { accountState, block, BTC, ETH, position } from '@perpstream/testing';
import { approve, hitsOf, TWO_MARKETS } from '../../fixtures/judge';
import { NO_LIMITS } from '../../fixtures/no-limits';
import { listed, orderFor } from '../../fixtures/orders';
import type { RiskLimits } from '../limits/risk-limits';
import type { RiskInput, RiskOptions } from '../monitor/risk-options';

type Given = RiskInput | OrderIntent;

function hits(
  limits: Partial<RiskLimits>,
  inputs: readonly Given[],
  options: RiskOptions = {},
): (readonly LimitHit[])[] {
  const given = { ...options, limits: { ...NO_LIMITS, ...limits } };
  return approve(given, ...TWO_MARKETS, ...inputs).map(({ verdict }) => hitsOf(verdict));
}

function counts(limits: Partial<RiskLimits>, ...inputs: Given[]): number[] {
  return hits(limits, inputs).map(({ length }) => length);
}

function resting(count: number, given: Partial<OrderIntent> = {}): OpenOrder[] {
  return Array.from({ length: count }, () => listed(orderFor(0.1, 99, given)));
}

const flat = accountState();

describe('open orders', () => {
  it('of a market pass up to the bound', () => {
    const limits = { maxOpenOrdersPerMarket: 3 };
    expect(counts(limits, accountState({ openOrders: resting(2) }), orderFor(1))).toEqual([0]);
    expect(hits(limits, [accountState({ openOrders: resting(3) }), orderFor(1)])).toEqual([
      [{ limit: 'open-orders', value: 4, bound: 3, message: '4 open orders in BTC-USD exceed 3' }],
    ]);
    const elsewhere = accountState({ openOrders: resting(3, { marketId: ETH }) });
    expect(counts(limits, elsewhere, orderFor(1))).toEqual([0]);
  });

  it('of the account pass up to the bound', () => {
    const openOrders = [...resting(2), ...resting(1, { marketId: ETH })];
    expect(counts({ maxOpenOrders: 4 }, accountState({ openOrders }), orderFor(1))).toEqual([0]);
    expect(hits({ maxOpenOrders: 3 }, [accountState({ openOrders }), orderFor(1)])).toEqual([
      [{ limit: 'open-orders', value: 4, bound: 3, message: '4 open orders of the account exceed 3' }],
    ]);
  });

  it('count from their approval on, once, and no more when they are gone', () => {
    const limits = { maxOpenOrdersPerMarket: 2, maxOpenOrders: 2 };
    const first = orderFor(1);
    const shown = accountState({ openOrders: [listed(first)] });
    expect(counts(limits, flat, first, orderFor(1), orderFor(1))).toEqual([0, 0, 2]);
    expect(counts(limits, flat, first, shown, orderFor(1), orderFor(1))).toEqual([0, 0, 2]);
    expect(counts(limits, flat, first, shown, flat, orderFor(1), orderFor(1), orderFor(1))).toEqual([0, 0, 0, 2]);
  });

  it('that never showed up stop to count', () => {
    const at = (ms: number): OrderIntent => orderFor(1, 100, { receivedMs: unixMs(ms) });
    expect(counts({ maxOpenOrdersPerMarket: 1, maxOpenOrders: 1 }, flat, at(0), at(10_000), at(10_001))).toEqual([
      0, 2, 0,
    ]);
  });

  it('that only reduce count, too, but are never refused for it', () => {
    const held = { positions: [position({ sizeBase: 5 })] };
    const openOrders = resting(2, { side: 'sell', reduceOnly: true });
    const account = accountState({ ...held, openOrders });
    const limits = { maxOpenOrdersPerMarket: 2, maxOpenOrders: 2 };
    expect(counts(limits, account, orderFor(1), orderFor(-5), orderFor(-5, 90, { reduceOnly: true }))).toEqual([
      2, 0, 0,
    ]);
  });
});

describe('stateful orders', () => {
  const stateful = (given: Partial<OrderIntent> = {}): OrderIntent =>
    orderFor(0.1, 100, { goodTilBlocks: 21, ...given });
  const withUsd = (quoteBalanceUsd: number, ...openOrders: OpenOrder[]): RiskInput =>
    accountState({ quoteBalanceUsd, openOrders });

  it('R30: are bound by the tier of the equity, short-term ones are not', () => {
    expect(hits({}, [withUsd(19), stateful(), orderFor(0.1)])).toEqual([
      [
        {
          limit: 'equity-tier',
          value: 1,
          bound: 0,
          message: '1 open orders kept by the chain at 19 USD of equity exceed 0',
        },
      ],
      [],
    ]);
    const eleven = Array.from({ length: 11 }, () => stateful());
    expect(counts({}, withUsd(20), ...eleven)).toEqual([...Array<number>(10).fill(0), 1]);
    expect(counts({}, withUsd(100), ...eleven)).toEqual(Array(11).fill(0));
  });

  it('count while the account lists them, not the short-term ones beside them', () => {
    const tiers = { equityTiers: [{ minEquityUsd: 0, maxOrders: 1 }] };
    const first = stateful();
    const shown = withUsd(500, listed(first), ...resting(3));
    const run = (...inputs: Given[]): number[] =>
      hits({}, [withUsd(500), first, ...inputs], tiers).map(({ length }) => length);
    expect(run(stateful())).toEqual([0, 1]);
    expect(run(shown, stateful())).toEqual([0, 1]);
    expect(run(shown, withUsd(500, ...resting(3)), stateful())).toEqual([0, 0]);
    const late = stateful({ receivedMs: unixMs(10_001) });
    expect(run(late)).toEqual([0, 0]);
  });
});

describe('R30: the rate of orders', () => {
  const limits = { maxShortTermOrders: 10, shortTermRateBlocks: 5, orderRateReserve: 0.2 };
  const cancel: RiskInput = {
    kind: 'cancel',
    marketId: BTC,
    receivedMs: unixMs(0),
    cause: 0,
    clientId: orderFor(1).clientId,
    reason: 'test',
  };
  const atBlock = (height: number): RiskInput => block({ height });
  const orders = (count: number): OrderIntent[] => Array.from({ length: count }, () => orderFor(0.01));

  it('refuses what opens when the reserve is reached, and names it', () => {
    const seen = hits(limits, [flat, atBlock(1), ...orders(8), orderFor(0.01)]);
    expect(seen.slice(0, 8).flat()).toEqual([]);
    expect(seen[8]).toMatchObject([{ limit: 'order-rate', value: 9, bound: 8 }]);
  });

  it('counts cancels, and neither what was refused nor what the account lists', () => {
    expect(counts(limits, flat, atBlock(1), cancel, cancel, ...orders(6), orderFor(0.01))).toEqual([
      0, 0, 0, 0, 0, 0, 1,
    ]);
    expect(
      counts(limits, flat, atBlock(1), ...orders(8), ...orders(3), accountState({ openOrders: resting(9) })),
    ).toEqual([...Array<number>(8).fill(0), 1, 1, 1]);
  });

  it('lets go with the blocks', () => {
    expect(counts(limits, flat, atBlock(1), ...orders(8), atBlock(7), ...orders(1), atBlock(8), ...orders(1))).toEqual([
      ...Array<number>(8).fill(0),
      1,
      0,
    ]);
  });

  it('lets what reduces pass until the pool of the chain is empty', () => {
    const long = accountState({ positions: [position({ sizeBase: 50 })] });
    const closing = Array.from({ length: 11 }, () => orderFor(-1, 90, { reduceOnly: true }));
    const seen = hits(limits, [long, atBlock(1), ...closing]);
    expect(seen.slice(0, 10).flat()).toEqual([]);
    expect(seen[10]).toMatchObject([{ limit: 'chain-rule', value: 11, bound: 10 }]);
  });

  it('reports what is left with each approval', () => {
    const options = {
      limits: { ...NO_LIMITS, ...limits, maxStatefulOrdersPerBlock: 2, maxStatefulOrdersPer100Blocks: 20 },
    };
    const stateful = orderFor(0.01, 100, { goodTilBlocks: 30 });
    const inputs = [flat, atBlock(1), cancel, ...orders(1), stateful, ...orders(8)];
    const left = approve(options, ...TWO_MARKETS, ...inputs).map(({ rateLeft }) => rateLeft);
    expect(left.slice(0, 2)).toEqual([
      { shortTerm: 8, statefulInBlock: 2, statefulIn100Blocks: 20 },
      { shortTerm: 8, statefulInBlock: 1, statefulIn100Blocks: 19 },
    ]);
    expect(left.slice(2).map(({ shortTerm }) => shortTerm)).toEqual([7, 6, 5, 4, 3, 2, 2, 2]);
  });
});

describe('counts', () => {
  it('are told beside what blocks the market', () => {
    const paused = { ...TWO_MARKETS[0]!, status: 'PAUSED' } as RiskInput;
    const account = accountState({ openOrders: resting(1) });
    const [refused] = hits({ maxOpenOrders: 1 }, [account, paused, orderFor(1)]);
    expect(refused!.map(({ limit }) => limit)).toEqual(['market-status', 'open-orders']);
  });
});
