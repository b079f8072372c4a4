import { unixMs } from '@perpstream/core';
import { UNCOUNTED } from './oddities';
import { type ChannelFrame } from './channel-frame';
import { Malformed } from './malformed';
import { parseParentSubaccounts, parseSubaccounts } from './subaccounts';

const FILL = {
  id: 'f1',
  side: 'SELL',
  liquidity: 'MAKER',
  type: 'LIMIT',
  size: '0.1',
  price: '104000',
  eventId: { type: 'Buffer', data: [0, 1] },
  createdAt: '2026-03-01T00:00:00.000Z',
  createdAtHeight: '131',
  orderId: 'o1',
  fee: '-1.144',
  ticker: 'BTC-USD',
};
const POSITION = {
  market: 'BTC-USD',
  side: 'SHORT',
  status: 'OPEN',
  size: '-0.5',
  entryPrice: '104000',
  exitPrice: null,
  realizedPnl: '-0.12',
  unrealizedPnl: '125',
  netFunding: '0.3',
};
const USDC = { symbol: 'USDC', side: 'LONG', size: '950.1', assetId: '0' };

const frameOf = (isSnapshot: boolean, contents: unknown[], subaccountNumber?: number): ChannelFrame => ({
  id: 'dydx1abc/0',
  subaccountNumber,
  isSnapshot,
  contents,
  receivedMs: unixMs(1),
  cause: 2,
  oddities: UNCOUNTED,
});
const update = (...contents: unknown[]): ReturnType<typeof parseSubaccounts> =>
  parseSubaccounts(frameOf(false, contents));
const empty = { orders: [], fills: [], positions: [], balances: [], transfers: [] };
const base = { kind: 'account-data', subaccount: 'dydx1abc/0', receivedMs: 1, cause: 2 };

describe('parseSubaccounts', () => {
  it('reads a snapshot', () => {
    const subaccount = {
      equity: '1000.5',
      freeCollateral: '-8',
      openPerpetualPositions: { 'BTC-USD': POSITION },
      assetPositions: { USDC },
    };
    const orders = [{ id: 'o1', status: 'OPEN', clientId: '7' }];
    expect(parseSubaccounts(frameOf(true, [{ subaccount, orders, blockHeight: '130' }]))).toEqual([
      {
        ...base,
        ...empty,
        isSnapshot: true,
        height: 130,
        equityUsd: 1_000.5,
        freeCollateralUsd: -8,
        orders: [{ id: 'o1', status: 'OPEN', clientId: 7 }],
        positions: [
          {
            marketId: 'BTC-USD',
            status: 'OPEN',
            sizeBase: -0.5,
            entryPriceUsd: 104_000,
            realizedPnlUsd: -0.12,
            unrealizedPnlUsd: 125,
            netFundingUsd: 0.3,
          },
        ],
        balances: [{ symbol: 'USDC', sizeBase: 950.1 }],
      },
    ]);
  });

  it('takes {} for an account that does not exist yet', () => {
    expect(parseSubaccounts(frameOf(true, [{}]))).toEqual([{ ...base, ...empty, isSnapshot: true }]);
  });

  it('takes an empty block height for none', () => {
    expect(parseSubaccounts(frameOf(true, [{ blockHeight: '' }]))[0]).not.toHaveProperty('height');
  });

  it('reads fills with maker rebates and tolerates event ids as buffers', () => {
    expect(update({ fills: [FILL] })).toMatchObject([
      {
        isSnapshot: false,
        fills: [
          {
            id: 'f1',
            marketId: 'BTC-USD',
            side: 'sell',
            liquidity: 'maker',
            type: 'LIMIT',
            sizeBase: 0.1,
            priceUsd: 104_000,
            feeUsd: -1.144,
            orderId: 'o1',
            exchangeMs: 1_772_323_200_000,
            height: 131,
          },
        ],
      },
    ]);
  });

  it('finds the market of a fill under its older name', () => {
    expect(update({ fills: [{ ...FILL, ticker: undefined, market: 'LDO-USD', liquidity: 'TAKER' }] })).toMatchObject([
      { fills: [{ marketId: 'LDO-USD', liquidity: 'taker' }] },
    ]);
  });

  it('reads every field of an order, and of a sparse one only what it states', () => {
    const whole = {
      id: 'o1',
      clientId: '123',
      clobPairId: '0',
      side: 'BUY',
      size: '0.5',
      price: '104000',
      status: 'BEST_EFFORT_CANCELED',
      timeInForce: 'GTT',
      postOnly: true,
      reduceOnly: false,
      orderFlags: '64',
      goodTilBlock: '150',
      goodTilBlockTime: null,
      ticker: 'BTC-USD',
      totalFilled: '0.1',
      totalOptimisticFilled: '0.2',
      removalReason: 'ORDER_REMOVAL_REASON_USER_CANCELED',
    };
    expect(update({ orders: [whole, { id: 'o2', status: 'SOMETHING_NEW', goodTilBlock: null }] })[0]?.orders).toEqual([
      {
        id: 'o1',
        clientId: 123,
        marketId: 'BTC-USD',
        clobPairId: 0,
        side: 'buy',
        sizeBase: 0.5,
        priceUsd: 104_000,
        status: 'BEST_EFFORT_CANCELED',
        timeInForce: 'GTT',
        postOnly: true,
        reduceOnly: false,
        orderFlags: 64,
        goodTilBlock: 150,
        totalFilledBase: 0.1,
        totalOptimisticFilledBase: 0.2,
        removalReason: 'ORDER_REMOVAL_REASON_USER_CANCELED',
      },
      { id: 'o2', status: 'UNKNOWN' },
    ]);
  });

  it('gives the sign of a size by its side, however the size is signed', () => {
    const sizes = (side: string, size: string): number[] | undefined =>
      update({ perpetualPositions: [{ ...POSITION, side, size }], assetPositions: [{ ...USDC, side, size }] }).flatMap(
        ({ positions, balances }) => [...positions, ...balances].map(({ sizeBase }) => sizeBase),
      );
    expect(sizes('SHORT', '-3')).toEqual([-3, -3]);
    expect(sizes('SHORT', '3')).toEqual([-3, -3]);
    expect(sizes('LONG', '3')).toEqual([3, 3]);
    expect(sizes('SHORT', '0')).toEqual([0, 0]);
  });

  it('names a transfer by its transaction, which the stream and REST state alike', () => {
    const transfers = { symbol: 'USDC', size: '100.0', type: 'DEPOSIT', transactionHash: 'AB' };
    expect(update({ transfers })[0]?.transfers).toMatchObject([{ id: 'AB/DEPOSIT/USDC/100' }]);
    expect(update({ transfers: { ...transfers, id: 'own' } })[0]?.transfers).toMatchObject([
      { id: 'AB/DEPOSIT/USDC/100' },
    ]);
    const unnamed = { ...transfers, transactionHash: undefined };
    expect(update({ transfers: { ...unnamed, id: 'own' } })[0]?.transfers).toMatchObject([{ id: 'own' }]);
  });

  it('reads the single object of transfers', () => {
    const transfers = {
      sender: { address: 'a', subaccountNumber: 0 },
      symbol: 'USDC',
      size: '100',
      type: 'WITHDRAWAL',
    };
    expect(update({ transfers })[0]?.transfers).toEqual([{ type: 'WITHDRAWAL', symbol: 'USDC', amount: 100 }]);
    expect(update({ transfers: [{ ...transfers, type: 'GIFT' }] })[0]?.transfers).toMatchObject([{ type: 'UNKNOWN' }]);
  });

  it('gives a batch as one event, in order, with the latest height', () => {
    const events = update({ blockHeight: '7', orders: [{ id: 'a' }] }, { blockHeight: '8', orders: [{ id: 'b' }] }, {});
    expect(events).toMatchObject([{ height: 8, orders: [{ id: 'a' }, { id: 'b' }] }]);
  });

  it('gives an update that says nothing as an empty event', () => {
    expect(update({})).toEqual([{ ...base, ...empty, isSnapshot: false }]);
  });

  it.each([
    ['an order without id', { orders: [{ status: 'OPEN' }] }],
    ['a fill without market', { fills: [{ ...FILL, ticker: undefined }] }],
    ['a fill that is neither maker nor taker', { fills: [{ ...FILL, liquidity: 'BOTH' }] }],
    ['a position without side', { perpetualPositions: [{ ...POSITION, side: undefined }] }],
    ['a balance without size', { assetPositions: [{ ...USDC, size: undefined }] }],
    ['transfers that are a text', { transfers: 'x' }],
    ['an update that is a list', []],
  ])('refuses %s', (_, contents) => {
    expect(() => update(contents)).toThrow(Malformed);
  });
});

describe('parseParentSubaccounts', () => {
  it('gives one snapshot per child with the orders that are its own', () => {
    const childSubaccounts = [
      { subaccountNumber: 0, equity: '10', assetPositions: { USDC } },
      { subaccountNumber: 128, equity: '20', openPerpetualPositions: { 'BTC-USD': POSITION } },
    ];
    const orders = [
      { id: 'a', subaccountNumber: 128 },
      { id: 'b', subaccountNumber: 0 },
      { id: 'c', subaccountNumber: 256 },
    ];
    const contents = { subaccount: { parentSubaccountNumber: 0, childSubaccounts }, orders, blockHeight: '5' };
    const events = parseParentSubaccounts(frameOf(true, [contents]));
    expect(events).toMatchObject([
      { subaccount: 'dydx1abc/0', isSnapshot: true, height: 5, equityUsd: 10, orders: [{ id: 'b' }], positions: [] },
      { subaccount: 'dydx1abc/128', isSnapshot: true, equityUsd: 20, orders: [{ id: 'a' }], balances: [] },
      { subaccount: 'dydx1abc/256', isSnapshot: true, orders: [{ id: 'c' }], positions: [], balances: [] },
    ]);
  });

  it('takes {} for an account that does not exist yet', () => {
    expect(parseParentSubaccounts(frameOf(true, [{}]))).toEqual([{ ...base, ...empty, isSnapshot: true }]);
  });

  it('gives an update to the child that the envelope names', () => {
    const contents = [{ orders: [{ id: 'a' }] }];
    expect(parseParentSubaccounts(frameOf(false, contents, 128))).toMatchObject([{ subaccount: 'dydx1abc/128' }]);
    expect(parseParentSubaccounts(frameOf(false, contents))).toMatchObject([{ subaccount: 'dydx1abc/0' }]);
  });
});
