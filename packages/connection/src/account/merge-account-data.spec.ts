import { unixMs, type AccountData, type AccountFill, type AccountOrder } from '@perpstream/core';
import { BTC, ETH } from '@perpstream/testing';
import fc from 'fast-check';
import { from, Subject } from 'rxjs';
import { mergeAccountData, type MergeAccountDataOptions } from './merge-account-data';
import { SeenByHeight } from './seen-by-height';

const data = (parts: Partial<AccountData> = {}): AccountData => ({
  kind: 'account-data',
  subaccount: 'dydx1/0',
  isSnapshot: false,
  receivedMs: unixMs(0),
  cause: 0,
  orders: [],
  fills: [],
  positions: [],
  balances: [],
  transfers: [],
  ...parts,
});
const fill = (id: string, height?: number): AccountFill => ({
  id,
  marketId: BTC,
  side: 'buy',
  liquidity: 'taker',
  type: 'LIMIT',
  sizeBase: 1,
  priceUsd: 100,
  exchangeMs: unixMs(0),
  ...(height === undefined ? {} : { height }),
});

function merged(events: readonly AccountData[], options?: MergeAccountDataOptions): AccountData[] {
  const out: AccountData[] = [];
  from(events)
    .pipe(mergeAccountData(options))
    .subscribe((event) => out.push(event));
  return out;
}
const fillIds = (events: readonly AccountData[]): string[] => events.flatMap(({ fills }) => fills.map(({ id }) => id));
const orders = (...patches: AccountOrder[]): (readonly AccountOrder[])[] =>
  merged(patches.map((patch) => data({ orders: [patch] }))).map((event) => event.orders);

describe('mergeAccountData', () => {
  it('R41: a fill that comes 1-3 times from 1-3 sources, in any order, comes out once', () => {
    const delivery = fc.record({ fill: fc.nat(30), hasHeight: fc.boolean(), snapshot: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.array(delivery, { maxLength: 5 }), { maxLength: 60 }), (frames) => {
        const events = frames.map((fills, at) =>
          data({
            height: 1_000 + at,
            isSnapshot: fills[0]?.snapshot === true,
            fills: fills.map(({ fill: n, hasHeight }) => fill(`f${n}`, hasHeight ? 900 + n : undefined)),
          }),
        );
        const ids = fillIds(merged(events));
        expect([...ids].sort()).toEqual([...new Set(fillIds(events))].sort());
      }),
    );
  });

  it('R41: keeps the fills of two subaccounts apart', () => {
    const events = [data({ fills: [fill('a', 1)] }), data({ subaccount: 'dydx1/128', fills: [fill('a', 1)] })];
    expect(fillIds(merged(events))).toEqual(['a', 'a']);
  });

  it('gives each transfer once by its id, and those without an id as they come', () => {
    const named = { type: 'DEPOSIT', symbol: 'USDC', amount: 5, id: 't1' } as const;
    const unnamed = { type: 'DEPOSIT', symbol: 'USDC', amount: 5 } as const;
    const out = merged([named, named, unnamed, unnamed].map((transfer) => data({ transfers: [transfer] })));
    expect(out.map(({ transfers }) => transfers)).toEqual([[named], [unnamed], [unnamed]]);
  });

  it('gives an order whole when a patch changes it, and not when it does not', () => {
    const opened: AccountOrder = { id: 'o', marketId: BTC, sizeBase: 2, status: 'BEST_EFFORT_OPENED' };
    expect(
      orders(opened, { id: 'o', status: 'BEST_EFFORT_OPENED' }, { id: 'o', status: 'OPEN', totalFilledBase: 1 }),
    ).toEqual([[opened], [{ ...opened, status: 'OPEN', totalFilledBase: 1 }]]);
  });

  it.each<[string, AccountOrder, AccountOrder, Partial<AccountOrder> | undefined]>([
    ['an ended order stays ended', { id: 'o', status: 'FILLED' }, { id: 'o', status: 'OPEN' }, undefined],
    [
      'a cancelled order stays cancelled',
      { id: 'o', status: 'CANCELED' },
      { id: 'o', status: 'BEST_EFFORT_CANCELED' },
      undefined,
    ],
    [
      'a cancelled order may prove filled',
      { id: 'o', status: 'CANCELED' },
      { id: 'o', status: 'FILLED' },
      { status: 'FILLED' },
    ],
    [
      'a replaced order lives on',
      { id: 'o', status: 'BEST_EFFORT_CANCELED', removalReason: 'ORDER_REMOVAL_REASON_REPLACED' },
      { id: 'o', status: 'BEST_EFFORT_OPENED', sizeBase: 3 },
      { status: 'BEST_EFFORT_OPENED', sizeBase: 3 },
    ],
    [
      'a client id that is used again begins anew',
      { id: 'o', status: 'FILLED', goodTilBlock: 10, totalFilledBase: 4 },
      { id: 'o', status: 'BEST_EFFORT_OPENED', goodTilBlock: 50 },
      { status: 'BEST_EFFORT_OPENED', goodTilBlock: 50 },
    ],
    [
      'what was filled never shrinks',
      { id: 'o', status: 'OPEN', totalFilledBase: 4 },
      { id: 'o', totalFilledBase: 3, sizeBase: 9 },
      { totalFilledBase: 4, sizeBase: 9 },
    ],
    [
      'a late fill total counts after the end too',
      { id: 'o', status: 'CANCELED', totalFilledBase: 1 },
      { id: 'o', status: 'BEST_EFFORT_CANCELED', totalFilledBase: 2 },
      { status: 'CANCELED', totalFilledBase: 2 },
    ],
  ])('%s', (_, first, second, expected) => {
    const [, out] = orders(first, second);
    if (expected === undefined) expect(out).toBeUndefined();
    else expect(out).toMatchObject([expected]);
    if (second.goodTilBlock === 50) expect(out![0]).not.toHaveProperty('totalFilledBase');
  });

  it('gives positions and balances when they change', () => {
    const position = { marketId: ETH, status: 'OPEN', sizeBase: 1 } as const;
    const balance = { symbol: 'USDC', sizeBase: 10 };
    const out = merged([
      data({ positions: [position], balances: [balance] }),
      data({ positions: [{ ...position }], balances: [{ ...balance }] }),
      data({ positions: [{ ...position, sizeBase: 2 }], balances: [balance] }),
    ]);
    expect(out.map(({ positions, balances }) => [positions.length, balances.length])).toEqual([
      [1, 1],
      [1, 0],
    ]);
  });

  it('gives a snapshot whole, but its known fills not again', () => {
    const order: AccountOrder = { id: 'o', status: 'OPEN' };
    const snapshot = data({
      isSnapshot: true,
      orders: [order],
      fills: [fill('a', 1)],
      positions: [{ marketId: BTC, status: 'OPEN', sizeBase: 1 }],
      balances: [{ symbol: 'USDC', sizeBase: 1 }],
    });
    expect(merged([snapshot, snapshot])).toEqual([snapshot, { ...snapshot, fills: [] }]);
    expect(merged([data({ isSnapshot: true })])).toHaveLength(1);
  });

  it('leaves out an update that says nothing new', () => {
    expect(merged([data(), data({ height: 7 })])).toEqual([]);
  });

  it('starts afresh with every subscription, and passes on the end', () => {
    const merge = mergeAccountData();
    for (let round = 0; round < 2; round += 1) {
      const source$ = new Subject<AccountData>();
      const seen: unknown[] = [];
      source$.pipe(merge).subscribe({ next: ({ fills }) => seen.push(fills.length), complete: () => seen.push('end') });
      source$.next(data({ fills: [fill('a', 1)] }));
      source$.complete();
      expect(seen).toEqual([1, 'end']);
    }
  });

  it('forgets the oldest ended orders, never open ones', () => {
    const many = Array.from({ length: 150 }, (_, at): AccountOrder => ({ id: `e${at}`, status: 'FILLED' }));
    const events = [
      { id: 'open', status: 'OPEN' } as const,
      ...many,
      { id: 'open', status: 'OPEN' } as const,
      many[0]!,
      many[149]!,
    ];
    const out = merged(
      events.map((order) => data({ orders: [order] })),
      { capacity: 100 },
    );
    expect(out.slice(151).flatMap((event) => event.orders.map(({ id }) => id))).toEqual(['e0']);
  });

  it.each([99, 100.5])('refuses a capacity of %p', (capacity) => {
    expect(() => mergeAccountData({ capacity })).toThrow(`capacity must be a whole number >= 100, was ${capacity}`);
  });
});

describe('SeenByHeight', () => {
  it('keeps its memory bounded, and counts what it forgot as seen', () => {
    const seen = new SeenByHeight(10);
    for (let height = 0; height < 100; height += 1) expect(seen.isNew(`id${height}`, height)).toBe(true);
    for (let height = 0; height < 100; height += 1) expect(seen.isNew(`id${height}`, height)).toBe(false);
    expect(seen.isNew('never seen, but of a block that was forgotten', 50)).toBe(false);
    expect(seen.isNew('new', 95)).toBe(true);
  });

  it('keeps all ids of one block, however many', () => {
    const seen = new SeenByHeight(10);
    for (let at = 0; at < 50; at += 1) expect(seen.isNew(`id${at}`, 7)).toBe(true);
    for (let at = 0; at < 50; at += 1) expect(seen.isNew(`id${at}`, 7)).toBe(false);
  });
});
