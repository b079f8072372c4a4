import { type AccountData, type Fault, type LoggedInput } from '@perpstream/core';
import { collectFaults } from '@perpstream/testing';
import { of } from 'rxjs';
import { decodeInputs, type Decoded } from './decode-inputs';

const TIME = '2026-03-01T00:00:00.000Z';
const FILL = {
  id: 'f1',
  market: 'BTC-USD',
  marketType: 'PERPETUAL',
  side: 'BUY',
  liquidity: 'MAKER',
  type: 'LIMIT',
  size: '0.5',
  price: '100',
  fee: '-0.01',
  createdAt: TIME,
  createdAtHeight: '5',
};
const ORDER = { id: 'o1', ticker: 'BTC-USD', side: 'SELL', size: '1', price: '101', status: 'OPEN' };
const POSITION = { market: 'BTC-USD', side: 'SHORT', status: 'OPEN', size: '-1', entryPrice: '99' };
const BALANCE = { symbol: 'USDC', side: 'LONG', size: '500', assetId: '0' };
const TRANSFER = { id: 't1', type: 'DEPOSIT', symbol: 'USDC', size: '5', createdAt: TIME };
const SUBACCOUNT = {
  address: 'dydx1a',
  subaccountNumber: 3,
  equity: '10',
  freeCollateral: '8',
  openPerpetualPositions: { 'BTC-USD': POSITION },
  assetPositions: { USDC: BALANCE },
};
const ACCOUNT = 'address=dydx1a&subaccountNumber=3';
const PARENT = 'address=dydx1a&parentSubaccountNumber=3';

const decode = (path: string, body: unknown, requestedUs?: number): { events: Decoded[]; faults: readonly Fault[] } => {
  const faults = collectFaults();
  const events: Decoded[] = [];
  const asked = requestedUs === undefined ? {} : { requestedUs };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const input: LoggedInput = { kind: 'rest', receivedUs: 9_000, ...asked, path, body: text, seq: 4 };
  of(input)
    .pipe(decodeInputs({ faults }))
    .subscribe((event) => events.push(event));
  return { events, faults: faults.faults };
};
const accounts = (path: string, body: unknown): AccountData[] => {
  const { events, faults } = decode(path, body);
  expect(faults).toEqual([]);
  return events.filter((event) => event.kind === 'account-data');
};

describe('decodeInputs of REST answers', () => {
  const levels = { bids: [{ price: '99', size: '1' }], asks: [{ price: '101', size: '2' }] };

  it('makes an audit of a book, as of when it was asked for', () => {
    expect(decode('/orderbooks/perpetualMarket/BTC-USD', levels, 8_000).events).toEqual([
      {
        kind: 'book-audit',
        marketId: 'BTC-USD',
        requestedMs: 8,
        receivedMs: 9,
        cause: 4,
        levels: { count: 2, isBid: [1, 0], pricesUsd: [99, 101], sizesBase: [1, 2] },
      },
    ]);
  });

  it('takes the receive time for that of the question where it is not told', () => {
    expect(decode('/orderbooks/perpetualMarket/BTC-USD', levels).events).toMatchObject([{ requestedMs: 9 }]);
  });

  it('reads a ticker that is encoded in the path', () => {
    expect(decode('/orderbooks/perpetualMarket/A%2CB-USD', levels).events).toMatchObject([{ marketId: 'A,B-USD' }]);
  });

  it('makes snapshots of trades and candles, oldest first', () => {
    const trade = {
      id: '0b',
      side: 'BUY',
      size: '1',
      price: '2',
      type: 'LIMIT',
      createdAt: TIME,
      createdAtHeight: '7',
    };
    const trades = [trade, { ...trade, id: '0a' }];
    expect(decode('/trades/perpetualMarket/BTC-USD?limit=2', { trades, pageSize: 2 })).toMatchObject({
      events: [{ kind: 'trades', marketId: 'BTC-USD', isSnapshot: true, trades: [{ id: '0a' }, { id: '0b' }] }],
      faults: [],
    });
    const candle = {
      ...{ startedAt: TIME, ticker: 'BTC-USD', resolution: '1MIN', low: '1', high: '3', open: '2', close: '2' },
      ...{ baseTokenVolume: '1', usdVolume: '2', trades: 1, startingOpenInterest: '5' },
    };
    expect(decode('/candles/perpetualMarkets/BTC-USD?resolution=1MIN', { candles: [candle] })).toMatchObject({
      events: [{ kind: 'candles', marketId: 'BTC-USD', isSnapshot: true, candles: [{ resolution: '1MIN' }] }],
      faults: [],
    });
  });

  it.each([
    ['fills', '/fills', { fills: [FILL], totalResults: 1 }, { fills: [{ id: 'f1', feeUsd: -0.01, height: 5 }] }],
    ['orders', '/orders', [ORDER], { orders: [{ id: 'o1', side: 'sell', status: 'OPEN' }] }],
    ['one order', '/orders/o1', ORDER, { orders: [{ id: 'o1' }] }],
    ['positions', '/perpetualPositions', { positions: [POSITION] }, { positions: [{ sizeBase: -1 }] }],
    ['balances', '/assetPositions', { positions: [BALANCE] }, { balances: [{ symbol: 'USDC', sizeBase: 500 }] }],
    ['transfers', '/transfers', { transfers: [TRANSFER] }, { transfers: [{ id: 't1', amount: 5 }] }],
  ])('reads %s of an account, which replace nothing', (_, path, body, expected) => {
    const nothing = { orders: [], fills: [], positions: [], balances: [], transfers: [] };
    expect(accounts(`${path}?${ACCOUNT}`, body)).toMatchObject([
      { ...nothing, ...expected, subaccount: 'dydx1a/3', isSnapshot: false, receivedMs: 9, cause: 4 },
    ]);
  });

  it.each([
    ['/fills', { fills: [] }],
    ['/orders', []],
    ['/transfers', { transfers: [] }],
  ])('says of an empty answer to %s that the account was looked at', (path, body) => {
    expect(accounts(`${path}?${ACCOUNT}`, body)).toMatchObject([{ subaccount: 'dydx1a/3', fills: [], orders: [] }]);
  });

  it.each([
    [
      '/fills/parentSubaccount',
      'fills',
      (own: object[]): unknown => ({ fills: own.map((one) => ({ ...FILL, ...one })) }),
    ],
    ['/orders/parentSubaccountNumber', 'orders', (own: object[]): unknown => own.map((one) => ({ ...ORDER, ...one }))],
    [
      '/perpetualPositions/parentSubaccountNumber',
      'positions',
      (own: object[]): unknown => ({ positions: own.map((one) => ({ ...POSITION, ...one })) }),
    ],
    [
      '/assetPositions/parentSubaccountNumber',
      'balances',
      (own: object[]): unknown => ({ positions: own.map((one) => ({ ...BALANCE, ...one })) }),
    ],
  ])('gives the entries of %s to the children that they name', (path, part, bodyOf) => {
    const body = bodyOf([{ subaccountNumber: 3 }, { subaccountNumber: 131 }, { subaccountNumber: 3 }, {}]);
    const found = accounts(`${path}?${PARENT}`, body).map((account) => [
      account.subaccount,
      account[part as 'orders' | 'fills' | 'positions' | 'balances'].length,
    ]);
    expect(found).toEqual([
      ['dydx1a/3', 3],
      ['dydx1a/131', 1],
    ]);
  });

  it('gives transfers of a parent to the parent', () => {
    expect(accounts(`/transfers/parentSubaccountNumber?${PARENT}`, { transfers: [TRANSFER] })).toMatchObject([
      { subaccount: 'dydx1a/3', transfers: [{ id: 't1' }] },
    ]);
  });

  it('replaces a subaccount by what the answer says of it', () => {
    const expected = {
      subaccount: 'dydx1a/3',
      isSnapshot: true,
      equityUsd: 10,
      freeCollateralUsd: 8,
      positions: [{ sizeBase: -1 }],
      balances: [{ sizeBase: 500 }],
    };
    expect(accounts('/addresses/dydx1a/subaccountNumber/3', { subaccount: SUBACCOUNT })).toMatchObject([expected]);
    const all = { subaccounts: [SUBACCOUNT, { ...SUBACCOUNT, subaccountNumber: 4 }], totalTradingRewards: '0' };
    expect(accounts('/addresses/dydx1a', all)).toMatchObject([expected, { subaccount: 'dydx1a/4', isSnapshot: true }]);
    const parent = { address: 'dydx1a', parentSubaccountNumber: 3, equity: '10', childSubaccounts: [SUBACCOUNT] };
    expect(accounts('/addresses/dydx1a/parentSubaccountNumber/3', { subaccount: parent })).toMatchObject([expected]);
  });

  it.each([
    '/time',
    '/height',
    '/sparklines',
    '/orders/o1',
    '/historicalFunding/BTC-USD',
    '/perpetualMarketsX',
    '',
    '?',
  ])('gives nothing for %s', (path) => {
    expect(decode(path, {})).toEqual({ events: [], faults: [] });
  });

  it.each([
    ['no JSON, in one line', `/orders?${ACCOUNT}`, '[\nx]', 'not JSON'],
    ['orders that are no list', `/orders?${ACCOUNT}`, { errors: [{ msg: 'x' }] }, 'orders is not a list'],
    ['fills without a list', `/fills?${ACCOUNT}`, {}, 'fills is not a list'],
    ['an order without id', `/orders?${ACCOUNT}`, [{}], 'order id is not a text'],
    ['no subaccount in the answer', '/addresses/a/subaccountNumber/0', {}, 'subaccount is not an object'],
    ['no subaccounts in the answer', '/addresses/a', { subaccounts: null }, 'subaccounts is not a list'],
    ['no account in the path', '/fills?address=a', { fills: [] }, 'the path names no subaccount'],
    ['no address in the path', '/fills?subaccountNumber=0', { fills: [] }, 'address is not a text'],
    ['a path that is not encoded', '/orderbooks/perpetualMarket/%E0', levels, 'URI malformed'],
    ['a book that is a list', '/orderbooks/perpetualMarket/BTC-USD', [levels], 'contents is not an object'],
  ])('makes one fault of %s', (_, path, body, message) => {
    const { events, faults } = decode(path, body);
    expect(events).toEqual([]);
    expect(faults).toMatchObject([
      { kind: 'malformed-frame', message: expect.stringContaining(message) as string, cause: 4 },
    ]);
    expect(faults[0]?.message).not.toContain('\n');
  });

  it('names the path in one line', () => {
    expect(decode('/fills?address=a\nb', {}).faults[0]?.where).toBe('rest /fills?address=a\\nb input 4');
  });

  it('R11: counts what it does not know, by path', () => {
    const body = { fills: [{ ...FILL, mood: 'good' }], page: 1 };
    const { events, faults } = decode(`/fills?${ACCOUNT}`, body);
    expect(events).toHaveLength(1);
    expect(faults.map(({ kind, message }) => `${kind} ${message}`)).toEqual([
      'unknown-field /fills: unknown field answer.page, left out (1 so far)',
      'unknown-field /fills: unknown field fill.mood, left out (1 so far)',
    ]);
  });
});
