import type { IndexerOrderPatch } from '../../venue/account-shapes';
import { HandClock } from '../../test-kit/hand-clock';
import { StaticVenue } from '../../test-kit/static-venue';
import { subaccountUuid } from '../../accounts/account-ids';
import { startLocalExchange, type LocalExchange } from '../start-local-exchange';

const A = 'dydx1abc';
const venue = new StaticVenue();
let exchange: LocalExchange;

async function get(path: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${exchange.restUrl}${path}`);
  return { status: response.status, body: await response.json() };
}

async function list(path: string, name: string): Promise<Record<string, unknown>[]> {
  const { body } = await get(path);
  return (body as Record<string, Record<string, unknown>[]>)[name]!;
}

function say(number: number, contents: object): void {
  venue.publish({ channel: 'v4_subaccounts', id: `${A}/${number}`, contents });
}

function order(id: string, number: number, extra: Partial<IndexerOrderPatch> = {}): IndexerOrderPatch {
  return {
    ...{ id, subaccountId: subaccountUuid(A, number), clientId: '1', clobPairId: '0', side: 'BUY', size: '2' },
    ...{ price: '99', type: 'LIMIT', status: 'BEST_EFFORT_OPENED', timeInForce: 'GTT', postOnly: false },
    ...{ reduceOnly: false, orderFlags: '0', ticker: 'AAA-USD', clientMetadata: '0' },
    ...extra,
  };
}

function fill(id: string, height: number, ticker: string = 'AAA-USD', type: string = 'LIMIT'): object {
  return {
    ...{
      id,
      subaccountId: 's',
      side: 'BUY',
      liquidity: 'TAKER',
      type,
      clobPairId: '0',
      size: '1',
      price: '99',
      ticker,
    },
    ...{ quoteAmount: '99', eventId: id, transactionHash: 'H', fee: '0.05', affiliateRevShare: '0' },
    ...{ createdAt: `2026-03-01T00:00:${height}.000Z`, createdAtHeight: String(height) },
  };
}

function position(market: string, status: 'OPEN' | 'CLOSED', number: number): object {
  return {
    ...{
      address: A,
      subaccountNumber: number,
      positionId: `${market}${status}${number}`,
      market,
      side: 'LONG',
      status,
    },
    ...{ size: status === 'OPEN' ? '2' : '0', maxSize: '2', netFunding: '0', entryPrice: '90', exitPrice: null },
    ...{ sumOpen: '2', sumClose: '0', realizedPnl: '0', unrealizedPnl: '0' },
  };
}

function cash(size: string, number: number): object {
  return { address: A, subaccountNumber: number, positionId: 'c', assetId: '0', symbol: 'USDC', side: 'LONG', size };
}

function transfer(type: string, height: number, sender: object, recipient: object, size: string = '5'): object {
  const createdAt = `2026-03-01T00:00:${height}.000Z`;
  return {
    sender,
    recipient,
    symbol: 'USDC',
    size,
    type,
    transactionHash: `H${height}`,
    createdAt,
    createdAtHeight: String(height),
  };
}

const end = (subaccountNumber: number): object => ({ address: A, subaccountNumber });

beforeAll(async () => {
  exchange = await startLocalExchange({ port: 0, venue, clock: new HandClock() });
  venue.block(50);
  say(0, {
    blockHeight: '50',
    assetPositions: [cash('1000', 0)],
    transfers: transfer('DEPOSIT', 40, { address: A }, end(0)),
  });
  say(128, {
    blockHeight: '50',
    assetPositions: [cash('50', 128)],
    transfers: transfer('TRANSFER_IN', 41, end(0), end(128), '9'),
  });
  say(0, { transfers: transfer('TRANSFER_OUT', 41, end(0), end(128), '9') });
  say(0, { transfers: transfer('TRANSFER_IN', 45, end(128), end(0), '2.5') });
  say(1, { assetPositions: [cash('0', 1)] });
  say(0, {
    orders: [
      order('short', 0, { goodTilBlock: '60' }),
      order('later', 0, { goodTilBlock: '70', side: 'SELL', status: 'OPEN', totalFilled: '1' }),
      order('long', 0, { orderFlags: '64', status: 'OPEN', goodTilBlockTime: '2026-04-01T00:00:00.000Z' }),
      order('done', 0, {
        orderFlags: '64',
        status: 'FILLED',
        goodTilBlockTime: '2026-03-15T00:00:00.000Z',
        ticker: 'BBB-USD',
      }),
      order('unfilled', 0, { goodTilBlock: '60', status: 'BEST_EFFORT_CANCELED' }),
      order('stop', 0, {
        orderFlags: '32',
        type: 'STOP_LIMIT',
        status: 'UNTRIGGERED',
        goodTilBlockTime: '2026-03-20T00:00:00.000Z',
      }),
    ],
  });
  say(128, { orders: [order('child', 128, { goodTilBlock: '65' })] });
  say(0, { fills: [fill('f1', 41), fill('f2', 42, 'BBB-USD'), fill('f3', 44, 'AAA-USD', 'LIQUIDATION')] });
  say(128, { fills: [fill('f4', 43)] });
  say(0, { blockHeight: '50', perpetualPositions: [position('AAA-USD', 'CLOSED', 0), position('BBB-USD', 'OPEN', 0)] });
  say(128, { blockHeight: '51', perpetualPositions: [position('AAA-USD', 'OPEN', 128)] });
});

afterAll(() => exchange.stop());

describe('addresses', () => {
  it('has the subaccounts of an address', async () => {
    const { body } = await get(`/addresses/${A}`);
    const { subaccounts, totalTradingRewards } = body as {
      subaccounts: Record<string, unknown>[];
      totalTradingRewards: string;
    };
    expect(subaccounts.map(({ subaccountNumber, equity }) => [subaccountNumber, equity])).toEqual([
      [0, '1200'],
      [1, '0'],
      [128, '250'],
    ]);
    expect(totalTradingRewards).toBe('0');
  });

  it('has one subaccount, and a parent with its children', async () => {
    expect((await get(`/addresses/${A}/subaccountNumber/128`)).body).toMatchObject({
      subaccount: { address: A, subaccountNumber: 128, equity: '250', latestProcessedBlockHeight: '50' },
    });
    const { body } = await get(`/addresses/${A}/parentSubaccountNumber/0`);
    const { subaccount } = body as { subaccount: { childSubaccounts: object[] } };
    expect(subaccount).toMatchObject({ address: A, parentSubaccountNumber: 0, equity: '1450' });
    expect(subaccount.childSubaccounts).toHaveLength(2);
  });

  it.each([
    ['/addresses/dydx1zzz', 'No subaccounts found for address dydx1zzz'],
    [`/addresses/${A}/subaccountNumber/7`, `No subaccount found with address ${A} and subaccountNumber 7`],
    [`/addresses/${A}/parentSubaccountNumber/7`, `No subaccounts found for address ${A} and parentSubaccountNumber 7`],
    ['/orders/00000000-0000-0000-0000-000000000000', 'Unable to find order id 00000000-0000-0000-0000-000000000000'],
    [
      `/fills?address=${A}&subaccountNumber=0&market=ZZZ&marketType=PERPETUAL`,
      'ZZZ not found in markets of type PERPETUAL',
    ],
  ])('answers %s with 404', async (path, msg) => {
    expect(await get(path)).toEqual({ status: 404, body: { errors: [{ msg }] } });
  });

  it.each([
    [`/addresses/a-b`, 'address', 'address must be a valid dydx address'],
    [
      `/addresses/${A}/subaccountNumber/128001`,
      'subaccountNumber',
      'subaccountNumber must be a non-negative integer less than 128001',
    ],
    [
      `/addresses/${A}/parentSubaccountNumber/128`,
      'parentSubaccountNumber',
      'parentSubaccountNumber must be a non-negative integer less than 128',
    ],
    ['/orders?subaccountNumber=0', 'address', 'address must be a valid dydx address'],
    [`/fills?address=${A}`, 'subaccountNumber', 'subaccountNumber must be a non-negative integer less than 128001'],
    [`/orders?address=${A}&subaccountNumber=0&side=buy`, 'side', 'side must be one of BUY,SELL'],
    [`/orders?address=${A}&subaccountNumber=0&side=BUY,SELL`, 'side', 'side must be one of BUY,SELL'],
    [
      `/fills?address=${A}&subaccountNumber=0&market=AAA-USD`,
      'marketType',
      'marketType must be provided if market is provided',
    ],
    [
      `/fills?address=${A}&subaccountNumber=0&marketType=PERPETUAL`,
      'market',
      'market must be provided if marketType is provided',
    ],
    [`/fills?address=${A}&subaccountNumber=0&page=0`, 'page', 'page must be a non-negative integer'],
    [
      `/transfers?address=${A}&subaccountNumber=0&limit=1001`,
      'limit',
      'limit must be a positive integer that is not greater than max: 1000',
    ],
  ])('refuses %s', async (path, param, msg) => {
    const { status, body } = await get(path);
    expect(status).toBe(400);
    expect((body as { errors: object[] }).errors).toEqual([expect.objectContaining({ param, msg })]);
  });
});

describe('orders', () => {
  const idsOf = async (query: string, path: string = '/orders'): Promise<unknown[]> => {
    const { body } = await get(`${path}?address=${A}&${query}`);
    return (body as { id: string }[]).map(({ id }) => id);
  };

  it.each([
    ['', ['long', 'stop', 'done', 'later', 'short']],
    ['&returnLatestOrders=false', ['short', 'later', 'done', 'stop', 'long']],
    ['&limit=2', ['long', 'stop']],
    ['&ticker=BBB-USD', ['done']],
    ['&side=SELL', ['later']],
    ['&status=OPEN,UNTRIGGERED', ['long', 'stop', 'later']],
    ['&type=STOP_LIMIT', ['stop']],
    ['&includeTypes=STOP_LIMIT,TAKE_PROFIT', ['stop']],
    ['&excludeTypes=STOP_LIMIT', ['long', 'done', 'later', 'short']],
    ['&goodTilBlockBeforeOrAt=60', ['short']],
    ['&goodTilBlockAfter=60', ['later']],
    ['&goodTilBlockTimeBeforeOrAt=2026-03-20T00:00:00.000Z', ['stop', 'done']],
    ['&goodTilBlockTimeAfter=2026-03-20T00:00:00.000Z', ['long']],
  ])('of subaccount 0 with%s', async (query, ids) => {
    expect(await idsOf(`subaccountNumber=0${query}`)).toEqual(ids);
  });

  it('of a parent are those of its children', async () => {
    expect(await idsOf('parentSubaccountNumber=0&goodTilBlockAfter=1', '/orders/parentSubaccountNumber')).toEqual([
      'later',
      'child',
      'short',
    ]);
  });

  it('of nobody are none', async () => {
    expect(await idsOf('subaccountNumber=5')).toEqual([]);
  });

  it('are found by their id, unless they were cancelled before any fill', async () => {
    expect((await get('/orders/child')).body).toEqual({
      ...{ id: 'child', subaccountId: subaccountUuid(A, 128), clientId: '1', clobPairId: '0', side: 'BUY', size: '2' },
      ...{ totalFilled: '0', price: '99', type: 'LIMIT', status: 'BEST_EFFORT_OPENED', timeInForce: 'GTT' },
      ...{ postOnly: false, reduceOnly: false, orderFlags: '0', goodTilBlock: '65', ticker: 'AAA-USD' },
      ...{ clientMetadata: '0', subaccountNumber: 128 },
    });
    expect((await get('/orders/unfilled')).status).toBe(404);
  });
});

describe('fills', () => {
  const scope = `address=${A}&subaccountNumber=0`;

  it.each([
    ['', ['f3', 'f2', 'f1']],
    ['&market=AAA-USD&marketType=PERPETUAL', ['f3', 'f1']],
    ['&createdBeforeOrAtHeight=42', ['f2', 'f1']],
    ['&createdBeforeOrAt=2026-03-01T00:00:41.000Z', ['f1']],
    ['&includeTypes=LIQUIDATION', ['f3']],
    ['&excludeTypes=LIQUIDATION', ['f2', 'f1']],
    ['&limit=1', ['f3']],
    ['&page=1&limit=2', ['f1', 'f2']],
    ['&page=2&limit=2', ['f3']],
  ])('of subaccount 0 with%s', async (query, ids) => {
    expect((await list(`/fills?${scope}${query}`, 'fills')).map(({ id }) => id)).toEqual(ids);
  });

  it('say how many there are when a page is asked for', async () => {
    expect((await get(`/fills?${scope}&page=2&limit=2`)).body).toMatchObject({
      pageSize: 2,
      totalResults: 3,
      offset: 2,
    });
    expect((await get(`/fills?${scope}`)).body).not.toHaveProperty('totalResults');
  });

  it.each(['parentSubaccount', 'parentSubaccountNumber'])(
    'of a parent under %s are those of its children',
    async (name) => {
      const found = await list(`/fills/${name}?address=${A}&parentSubaccountNumber=0`, 'fills');
      expect(found.map(({ id, subaccountNumber }) => [id, subaccountNumber])).toEqual([
        ['f3', 0],
        ['f4', 128],
        ['f2', 0],
        ['f1', 0],
      ]);
    },
  );
});

describe('positions', () => {
  it.each([
    ['', ['AAA-USD CLOSED', 'BBB-USD OPEN']],
    ['&status=OPEN', ['BBB-USD OPEN']],
    ['&status=CLOSED,LIQUIDATED', ['AAA-USD CLOSED']],
    ['&createdBeforeOrAtHeight=49', []],
  ])('of subaccount 0 with%s', async (query, expected) => {
    const found = await list(`/perpetualPositions?address=${A}&subaccountNumber=0${query}`, 'positions');
    expect(found.map(({ market, status }) => `${String(market)} ${String(status)}`).sort()).toEqual(expected);
  });

  it('of a parent are those of its children, with their worth at the oracle price', async () => {
    const query = `address=${A}&parentSubaccountNumber=0&status=OPEN`;
    const found = await list(`/perpetualPositions/parentSubaccountNumber?${query}`, 'positions');
    expect(
      found.map(({ market, subaccountNumber, unrealizedPnl }) => [market, subaccountNumber, unrealizedPnl]),
    ).toEqual([
      ['AAA-USD', 128, '20'],
      ['BBB-USD', 0, '20'],
    ]);
  });

  it('of assets are the balances that are not zero', async () => {
    const asset = { symbol: 'USDC', side: 'LONG', assetId: '0' };
    expect(await list(`/assetPositions?address=${A}&subaccountNumber=1`, 'positions')).toEqual([]);
    expect(
      await list(`/assetPositions/parentSubaccountNumber?address=${A}&parentSubaccountNumber=0`, 'positions'),
    ).toEqual([
      { ...asset, size: '1000', subaccountNumber: 0 },
      { ...asset, size: '50', subaccountNumber: 128 },
    ]);
  });
});

describe('transfers', () => {
  it('of a subaccount come newest first', async () => {
    const found = await list(`/transfers?address=${A}&subaccountNumber=0`, 'transfers');
    expect(found.map(({ type, size }) => [type, size])).toEqual([
      ['TRANSFER_IN', '2.5'],
      ['TRANSFER_OUT', '9'],
      ['DEPOSIT', '5'],
    ]);
    expect(Object.keys(found[0]!).sort()).toEqual(
      ['id', 'sender', 'recipient', 'size', 'createdAt', 'createdAtHeight', 'symbol', 'type', 'transactionHash'].sort(),
    );
  });

  it('of a parent are those that cross the bounds of the family', async () => {
    const found = await list(`/transfers/parentSubaccountNumber?address=${A}&parentSubaccountNumber=0`, 'transfers');
    expect(found).toEqual([
      expect.objectContaining({
        type: 'DEPOSIT',
        sender: { address: A },
        recipient: { address: A, parentSubaccountNumber: 0 },
      }),
    ]);
  });

  it('between two subaccounts go both ways; the net amount says what stayed', async () => {
    const pair = `sourceAddress=${A}&sourceSubaccountNumber=0&recipientAddress=${A}&recipientSubaccountNumber=128`;
    const { body } = await get(`/transfers/between?${pair}`);
    expect(body).toMatchObject({ totalNetTransfers: '6.5' });
    expect((body as { transfersSubset: object[] }).transfersSubset).toHaveLength(2);
  });
});
