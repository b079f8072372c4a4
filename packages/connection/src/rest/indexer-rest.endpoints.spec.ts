import { unixMs, type RestAnswer } from '@perpstream/core';
import { BTC, ETH } from '@perpstream/testing';
import { indexerRest, type IndexerRest } from './indexer-rest';

const OWN = { address: 'dydx1', subaccountNumber: 0 };
const PARENT = { address: 'dydx1', parentSubaccountNumber: 2 };
const AT = '2026-03-01T00:00:00.000Z';
const AT_MS = 1_772_323_200_000;
const TRADE = { id: '0a', side: 'SELL', size: '0.5', price: '100', type: 'LIMIT', createdAt: AT, createdAtHeight: '7' };
const FILL = {
  ...TRADE,
  id: 'f',
  market: 'BTC-USD',
  liquidity: 'MAKER',
  fee: '-0.1',
  orderId: 'o',
  subaccountNumber: 130,
};
const POSITION = {
  market: 'ETH-USD',
  side: 'SHORT',
  status: 'OPEN',
  size: '-2',
  entryPrice: '10',
  subaccountNumber: 2,
};
const BALANCE = { symbol: 'USDC', side: 'LONG', size: '500', assetId: '0', subaccountNumber: 2 };
const SUBACCOUNT = {
  address: 'dydx1',
  subaccountNumber: 0,
  equity: '100.5',
  freeCollateral: '80',
  openPerpetualPositions: { 'ETH-USD': POSITION },
  assetPositions: { USDC: BALANCE },
};
const ACCOUNT = {
  address: 'dydx1',
  subaccountNumber: 0,
  equityUsd: 100.5,
  freeCollateralUsd: 80,
  positions: [{ marketId: ETH, status: 'OPEN', sizeBase: -2, entryPriceUsd: 10 }],
  balances: [{ symbol: 'USDC', sizeBase: 500 }],
};
const TRANSFER = {
  id: 't',
  type: 'DEPOSIT',
  symbol: 'USDC',
  size: '5',
  transactionHash: 'AB',
  createdAt: AT,
  createdAtHeight: '9',
};
const PAYMENT = {
  ticker: 'BTC-USD',
  createdAt: AT,
  createdAtHeight: '9',
  payment: '-0.25',
  rate: '0.0001',
  size: '1.5',
  oraclePrice: '100',
  subaccountNumber: '0',
};

type Case = readonly [
  name: string,
  ask: (rest: IndexerRest) => Promise<unknown>,
  path: string,
  body: unknown,
  value: unknown,
];

const FILL_VALUE = {
  id: 'f',
  marketId: BTC,
  side: 'sell',
  liquidity: 'maker',
  type: 'LIMIT',
  sizeBase: 0.5,
  priceUsd: 100,
  feeUsd: -0.1,
  orderId: 'o',
  exchangeMs: AT_MS,
  height: 7,
  subaccountNumber: 130,
};

const CASES: readonly Case[] = [
  [
    'trades, newest first',
    (rest) => rest.trades(BTC, { limit: 5, beforeOrAtHeight: 7, beforeOrAtMs: unixMs(AT_MS) }),
    '/trades/perpetualMarket/BTC-USD?limit=5&createdBeforeOrAtHeight=7&createdBeforeOrAt=2026-03-01T00%3A00%3A00.000Z',
    { trades: [TRADE] },
    [{ id: '0a', side: 'sell', sizeBase: 0.5, priceUsd: 100, type: 'limit', exchangeMs: AT_MS, height: 7 }],
  ],
  [
    'funding rates',
    (rest) => rest.historicalFunding(BTC, { beforeOrAtHeight: 8 }),
    '/historicalFunding/BTC-USD?effectiveBeforeOrAtHeight=8',
    {
      historicalFunding: [
        { ticker: 'BTC-USD', rate: '-0.0001', price: '100', effectiveAt: AT, effectiveAtHeight: '8' },
      ],
    },
    [{ marketId: BTC, rate1h: -0.0001, priceUsd: 100, exchangeMs: AT_MS, height: 8 }],
  ],
  [
    'sparklines, oldest first',
    (rest) => rest.sparklines('ONE_DAY'),
    '/sparklines?timePeriod=ONE_DAY',
    { 'BTC-USD': ['3', '2', '1'], 'ETH-USD': [] },
    new Map([
      [BTC, [1, 2, 3]],
      [ETH, []],
    ]),
  ],
  ['the time', (rest) => rest.time(), '/time', { iso: AT, epoch: 1_772_323_200 }, AT_MS],
  ['the height', (rest) => rest.height(), '/height', { height: '12', time: AT }, { height: 12, exchangeMs: AT_MS }],
  [
    'all subaccounts',
    (rest) => rest.subaccounts('dydx1'),
    '/addresses/dydx1',
    { subaccounts: [SUBACCOUNT], totalTradingRewards: '0' },
    [ACCOUNT],
  ],
  [
    'one subaccount',
    (rest) => rest.subaccount('dydx1', 0),
    '/addresses/dydx1/subaccountNumber/0',
    { subaccount: SUBACCOUNT },
    ACCOUNT,
  ],
  [
    'a parent subaccount',
    (rest) => rest.parentSubaccount('dydx1', 2),
    '/addresses/dydx1/parentSubaccountNumber/2',
    {
      subaccount: {
        address: 'dydx1',
        parentSubaccountNumber: 2,
        equity: '1',
        freeCollateral: '1',
        childSubaccounts: [SUBACCOUNT],
      },
    },
    { address: 'dydx1', parentSubaccountNumber: 2, equityUsd: 1, freeCollateralUsd: 1, children: [ACCOUNT] },
  ],
  [
    'orders',
    (rest) => rest.orders(OWN, { marketId: BTC, statuses: ['OPEN', 'FILLED'], limit: 3 }),
    '/orders?address=dydx1&subaccountNumber=0&ticker=BTC-USD&status=OPEN%2CFILLED&limit=3',
    [{ id: 'o', ticker: 'BTC-USD', status: 'OPEN', subaccountNumber: 0 }],
    [{ id: 'o', marketId: BTC, status: 'OPEN', subaccountNumber: 0 }],
  ],
  [
    'orders of a parent',
    (rest) => rest.orders(PARENT),
    '/orders/parentSubaccountNumber?address=dydx1&parentSubaccountNumber=2',
    [],
    [],
  ],
  [
    'one order',
    (rest) => rest.order('a/b'),
    '/orders/a%2Fb',
    { id: 'a/b', status: 'FILLED' },
    { id: 'a/b', status: 'FILLED' },
  ],
  [
    'fills',
    (rest) => rest.fills(OWN, { limit: 1 }),
    '/fills?address=dydx1&subaccountNumber=0&limit=1',
    { fills: [FILL] },
    [FILL_VALUE],
  ],
  [
    'fills of a parent',
    (rest) => rest.fills(PARENT),
    '/fills/parentSubaccount?address=dydx1&parentSubaccountNumber=2',
    { fills: [] },
    [],
  ],
  [
    'positions',
    (rest) => rest.perpetualPositions(OWN, { status: 'OPEN' }),
    '/perpetualPositions?address=dydx1&subaccountNumber=0&status=OPEN',
    { positions: [POSITION] },
    [{ marketId: ETH, status: 'OPEN', sizeBase: -2, entryPriceUsd: 10, subaccountNumber: 2 }],
  ],
  [
    'balances',
    (rest) => rest.assetPositions(PARENT),
    '/assetPositions/parentSubaccountNumber?address=dydx1&parentSubaccountNumber=2',
    { positions: [BALANCE] },
    [{ symbol: 'USDC', sizeBase: 500, subaccountNumber: 2 }],
  ],
  [
    'transfers',
    (rest) => rest.transfers(OWN, { beforeOrAtHeight: 9 }),
    '/transfers?address=dydx1&subaccountNumber=0&createdBeforeOrAtHeight=9',
    { transfers: [TRANSFER] },
    [{ id: 'AB/DEPOSIT/USDC/5', type: 'DEPOSIT', symbol: 'USDC', amount: 5, exchangeMs: AT_MS, height: 9 }],
  ],
  [
    'funding payments',
    (rest) => rest.fundingPayments(PARENT, { marketId: BTC, limit: 2, afterOrAtMs: unixMs(AT_MS) }),
    '/fundingPayments/parentSubaccount?address=dydx1&parentSubaccountNumber=2' +
      '&limit=2&ticker=BTC-USD&afterOrAt=2026-03-01T00%3A00%3A00.000Z',
    { fundingPayments: [PAYMENT] },
    [
      {
        marketId: BTC,
        exchangeMs: AT_MS,
        height: 9,
        subaccountNumber: 0,
        paymentUsd: -0.25,
        rate1h: 0.0001,
        sizeBase: 1.5,
        oraclePriceUsd: 100,
      },
    ],
  ],
  [
    'the worth of an account over time',
    (rest) => rest.historicalPnl(OWN),
    '/historical-pnl?address=dydx1&subaccountNumber=0',
    {
      historicalPnl: [
        { equity: '5', totalPnl: '-1', netTransfers: '6', createdAt: AT, blockHeight: '4', blockTime: AT },
      ],
    },
    [{ exchangeMs: AT_MS, height: 4, equityUsd: 5, totalPnlUsd: -1, netTransfersUsd: 6 }],
  ],
];

describe('the endpoints of indexerRest', () => {
  let asked: string[];
  let body: string;
  const clock = { now: () => unixMs(AT_MS + 5) };
  const fetch = ((url: string) => {
    asked.push(url);
    return Promise.resolve(new Response(body));
  }) as unknown as typeof globalThis.fetch;
  const rest = (): IndexerRest => indexerRest({ restUrl: 'http://a/v4', clock, fetch, retries: 0 });

  beforeEach(() => (asked = []));

  it.each(CASES)('gives %s', async (_, ask, path, answer, value) => {
    body = JSON.stringify(answer);
    expect(await ask(rest())).toEqual(value);
    expect(asked).toEqual([`http://a/v4${path}`]);
  });

  it.each(CASES)('says when the answer is of another shape: %s', async (_, ask) => {
    for (body of ['7', 'null', '[7]', 'oops']) {
      await expect(ask(rest())).rejects.toMatchObject({ failure: 'malformed-body' });
    }
  });

  it('hands the raw answer to who asks for it, also when it cannot be read', async () => {
    const answers: RestAnswer[] = [];
    const onAnswer = (answer: RestAnswer): void => void answers.push(answer);
    const stampUs = (AT_MS + 5) * 1_000;
    body = '{"markets":{}}';
    await rest().perpetualMarkets({ onAnswer });
    await rest().get('/any?x=1', { onAnswer });
    body = 'oops';
    await expect(rest().height({ onAnswer })).rejects.toThrow('unexpected answer');
    const stamps = { kind: 'rest', requestedUs: stampUs, receivedUs: stampUs };
    expect(answers).toEqual([
      { ...stamps, path: '/perpetualMarkets', body: '{"markets":{}}' },
      { ...stamps, path: '/any?x=1', body: '{"markets":{}}' },
      { ...stamps, path: '/height', body: 'oops' },
    ]);
  });

  it.each<[string, (client: IndexerRest) => Promise<unknown>, string]>([
    ['a limit', (client) => client.trades(BTC, { limit: 0 }), 'limit must be a whole number in 1..1000, was 0'],
    ['a limit', (client) => client.fundingPayments(OWN, { limit: 1_001 }), 'limit must be a whole number in 1..1000'],
    [
      'a subaccount',
      (client) => client.subaccount('a', -1),
      'subaccountNumber must be a whole number in 0..127999, was -1',
    ],
    [
      'a parent',
      (client) => client.parentSubaccount('a', 128),
      'parentSubaccountNumber must be a whole number in 0..127',
    ],
    [
      'an address',
      (client) => client.fills({ address: 'a b', subaccountNumber: 0 }),
      'address must be a name, was "a b"',
    ],
  ])('refuses %s outside its bounds, without asking', async (_, ask, message) => {
    await expect(ask(rest())).rejects.toThrow(message);
    await expect(ask(rest())).rejects.toThrow(RangeError);
    expect(asked).toEqual([]);
  });
});
