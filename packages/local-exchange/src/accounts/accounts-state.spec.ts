import type {
  IndexerFillRow,
  IndexerOrderPatch,
  IndexerPositionRow,
  IndexerTransferRow,
} from '../venue/account-shapes';
import { VenueState } from '../venue/venue-state';
import { without } from '../venue/without';
import { subaccountUuid } from './account-ids';

const A = 'dydx1abc';

function stateWith(height = 100): VenueState {
  const state = new VenueState();
  const trading = { 'AAA-USD': { status: 'ACTIVE', oraclePrice: '110', initialMarginFraction: '0.1' } };
  state.apply({ channel: 'v4_markets', id: 'v4_markets', contents: { trading } });
  block(state, height);
  return state;
}

function block(state: VenueState, height: number): void {
  const contents = { blockHeight: String(height), time: `2026-03-01T00:0${height % 10}:00.000Z` };
  state.apply({ channel: 'v4_block_height', id: 'v4_block_height', contents });
}

function placed(id: string, extra: Partial<IndexerOrderPatch> = {}): IndexerOrderPatch {
  return {
    ...{ id, subaccountId: subaccountUuid(A, 0), clientId: '1', clobPairId: '0', side: 'BUY', size: '2', price: '99' },
    ...{ type: 'LIMIT', status: 'BEST_EFFORT_OPENED', timeInForce: 'GTT', postOnly: true, reduceOnly: false },
    ...{ orderFlags: '0', goodTilBlock: '120', totalOptimisticFilled: '0', ticker: 'AAA-USD', clientMetadata: '0' },
    ...extra,
  };
}

function position(extra: Partial<IndexerPositionRow> = {}): IndexerPositionRow {
  return {
    ...{
      address: A,
      subaccountNumber: 0,
      positionId: 'p1',
      market: 'AAA-USD',
      side: 'LONG',
      status: 'OPEN',
      size: '2',
    },
    ...{ maxSize: '2', netFunding: '0', entryPrice: '100', exitPrice: null, sumOpen: '2', sumClose: '0' },
    ...{ realizedPnl: '0', unrealizedPnl: '0' },
    ...extra,
  };
}

function cash(size: string, side: 'LONG' | 'SHORT' = 'LONG', subaccountNumber = 0): object {
  return { address: A, subaccountNumber, positionId: 'a', assetId: '0', symbol: 'USDC', side, size };
}

function apply(state: VenueState, contents: object, number = 0): void {
  state.apply({ channel: 'v4_subaccounts', id: `${A}/${number}`, contents });
}

describe('a subaccount', () => {
  it('is unknown until something is said of it', () => {
    const { accounts } = stateWith();
    expect([accounts.snapshot(A, 0), accounts.parentSnapshot(A, 0), accounts.ofAddress(A)]).toEqual([
      undefined,
      undefined,
      [],
    ]);
  });

  it('is worth its cash and its positions at the oracle price of now', () => {
    const state = stateWith();
    apply(state, { blockHeight: '100', perpetualPositions: [position()], assetPositions: [cash('800')] });
    block(state, 101);
    expect(state.accounts.snapshot(A, 0)?.subaccount).toEqual({
      address: A,
      subaccountNumber: 0,
      equity: '1020',
      freeCollateral: '998',
      openPerpetualPositions: {
        'AAA-USD': {
          ...{ market: 'AAA-USD', side: 'LONG', status: 'OPEN', size: '2', maxSize: '2', netFunding: '0' },
          ...{ entryPrice: '100', exitPrice: null, sumOpen: '2', sumClose: '0', realizedPnl: '0', unrealizedPnl: '20' },
          ...{ createdAt: '2026-03-01T00:00:00.000Z', createdAtHeight: '100', subaccountNumber: 0 },
        },
      },
      assetPositions: { USDC: { symbol: 'USDC', side: 'LONG', size: '800', assetId: '0', subaccountNumber: 0 } },
      marginEnabled: true,
      updatedAtHeight: '100',
      latestProcessedBlockHeight: '101',
    });
  });

  it.each([
    ['a short position', { size: '-2', side: 'SHORT' }, cash('1200'), '980', '958', '-20'],
    ['a debt', { size: '2' }, cash('150', 'SHORT'), '70', '48', '20'],
  ] as const)('counts %s with its sign', (_name, figures, asset, equity, freeCollateral, unrealizedPnl) => {
    const state = stateWith();
    apply(state, { perpetualPositions: [position(figures)], assetPositions: [asset] });
    const subaccount = state.accounts.snapshot(A, 0)!.subaccount;
    expect([subaccount.equity, subaccount.freeCollateral]).toEqual([equity, freeCollateral]);
    expect(subaccount.openPerpetualPositions['AAA-USD']?.unrealizedPnl).toBe(unrealizedPnl);
  });

  it('keeps a closed position out of its worth and among its positions, with the time of its close', () => {
    const state = stateWith(100);
    apply(state, { perpetualPositions: [position()], assetPositions: [cash('800')] });
    block(state, 103);
    apply(state, { perpetualPositions: [position({ status: 'CLOSED', size: '0' })], assetPositions: [cash('1000')] });
    const { openPerpetualPositions, equity } = state.accounts.snapshot(A, 0)!.subaccount;
    expect([openPerpetualPositions, equity]).toEqual([{}, '1000']);
    expect(state.accounts.find(A, 0)!.positions()).toEqual([
      expect.objectContaining({
        status: 'CLOSED',
        createdAtHeight: '100',
        createdAt: '2026-03-01T00:00:00.000Z',
        closedAt: '2026-03-01T00:03:00.000Z',
      }),
    ]);
  });

  it('hides a balance of zero', () => {
    const state = stateWith();
    apply(state, { assetPositions: [cash('0')] });
    expect(state.accounts.snapshot(A, 0)!.subaccount.assetPositions).toEqual({});
  });

  it('shows fills and transfers as REST does, newest first', () => {
    const state = stateWith();
    const fill = {
      ...{ id: 'f1', subaccountId: 's', side: 'BUY', liquidity: 'TAKER', type: 'LIMIT', clobPairId: '0', size: '1' },
      ...{ price: '99', quoteAmount: '99', eventId: 'e', transactionHash: 'H', createdAt: 't', createdAtHeight: '100' },
      ...{ orderId: 'o1', clientMetadata: '0', fee: '0.05', affiliateRevShare: '0', ticker: 'AAA-USD' },
    } satisfies IndexerFillRow;
    const forced = without({ ...fill, id: 'f2', type: 'DELEVERAGED' }, 'orderId', 'clientMetadata');
    apply(state, { fills: [fill, forced] });
    expect(state.accounts.find(A, 0)!.fills()).toEqual([
      {
        ...{
          id: 'f2',
          side: 'BUY',
          liquidity: 'TAKER',
          type: 'DELEVERAGED',
          market: 'AAA-USD',
          marketType: 'PERPETUAL',
        },
        ...{ price: '99', size: '1', fee: '0.05', affiliateRevShare: '0', createdAt: 't', createdAtHeight: '100' },
        subaccountNumber: 0,
      },
      expect.objectContaining({ id: 'f1', orderId: 'o1', clientMetadata: '0' }),
    ]);
    const transfer = {
      ...{ sender: { address: 'w' }, recipient: { address: A, subaccountNumber: 0 }, symbol: 'USDC', size: '5' },
      ...{ type: 'DEPOSIT', transactionHash: 'H', createdAt: 't', createdAtHeight: '100' },
    } satisfies IndexerTransferRow;
    apply(state, { transfers: transfer });
    const id = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;
    expect(state.accounts.find(A, 0)!.transfers()).toEqual([{ ...transfer, id }]);
  });
});

describe('the orders of a subaccount', () => {
  const statuses = (state: VenueState): (readonly [string, string])[] =>
    state.accounts.snapshot(A, 0)!.orders.map(({ id, status }) => [id, status]);

  it('are merged by id; what only messages say is left out', () => {
    const state = stateWith();
    apply(state, { orders: [placed('o1')] });
    apply(state, { orders: [{ id: 'o1', status: 'OPEN', totalFilled: '0.5' }] });
    const [order] = state.accounts.snapshot(A, 0)!.orders;
    expect(order).toMatchObject({ id: 'o1', status: 'OPEN', totalFilled: '0.5', price: '99', subaccountNumber: 0 });
    expect(order).not.toHaveProperty('totalOptimisticFilled');
    expect(state.accounts.order('o1')).toEqual(order);
  });

  it('are gone when they were cancelled before anything was filled, and come back with a fill', () => {
    const state = stateWith();
    apply(state, { orders: [placed('o1')] });
    apply(state, { orders: [placed('o1', { status: 'BEST_EFFORT_CANCELED', removalReason: 'R' })] });
    expect([statuses(state), state.accounts.order('o1')]).toEqual([[], undefined]);
    apply(state, { orders: [{ id: 'o1', status: 'BEST_EFFORT_CANCELED', totalFilled: '1' }] });
    expect(statuses(state)).toEqual([['o1', 'BEST_EFFORT_CANCELED']]);
    block(state, 140);
    expect(statuses(state)).toEqual([]);
    expect(state.accounts.order('o1')).toBeDefined();
  });

  it('stay OPEN when they are replaced after a fill', () => {
    const state = stateWith();
    apply(state, { orders: [placed('o1', { totalFilled: '0.5', status: 'OPEN' })] });
    apply(state, { orders: [placed('o1', { status: 'BEST_EFFORT_CANCELED' }), placed('o1', { price: '98' })] });
    expect(state.accounts.order('o1')).toMatchObject({ status: 'OPEN', price: '98', totalFilled: '0.5' });
  });

  it('are left out while nobody has said what they are', () => {
    const state = stateWith();
    apply(state, { orders: [{ id: 'o9', status: 'BEST_EFFORT_CANCELED', ticker: 'AAA-USD' }] });
    expect(state.accounts.order('o9')).toBeUndefined();
  });

  it('are forgotten when they have ended, the oldest first; live ones stay', () => {
    const state = stateWith();
    const long = { orderFlags: '64' };
    apply(state, { orders: [placed('live', long)] });
    for (let at = 0; at < 1_500; at += 1) apply(state, { orders: [placed(`o${at}`, { ...long, status: 'FILLED' })] });
    expect(state.accounts.find(A, 0)!.orders.all()).toHaveLength(1_000);
    expect(['live', 'o0', 'o1499'].map((id) => state.accounts.order(id)?.status)).toEqual([
      'BEST_EFFORT_OPENED',
      undefined,
      'FILLED',
    ]);
  });
});

describe('a parent', () => {
  it('has the sums of its children and their orders', () => {
    const state = stateWith();
    for (const [number, size] of [
      [0, '100'],
      [128, '20.5'],
      [1, '7'],
      [256, '1'],
    ] as const) {
      apply(state, { assetPositions: [cash(size, 'LONG', number)], orders: [placed(`o${number}`)] }, number);
    }
    const { subaccount, orders, blockHeight } = state.accounts.parentSnapshot(A, 0)!;
    expect([subaccount.parentSubaccountNumber, subaccount.equity, subaccount.freeCollateral]).toEqual([
      0,
      '121.5',
      '121.5',
    ]);
    expect(subaccount.childSubaccounts.map(({ subaccountNumber }) => subaccountNumber)).toEqual([0, 128, 256]);
    expect(orders.map(({ id, subaccountNumber }) => [id, subaccountNumber])).toEqual([
      ['o0', 0],
      ['o128', 128],
      ['o256', 256],
    ]);
    expect(blockHeight).toBe('100');
    expect(state.accounts.ofAddress(A).map(({ number }) => number)).toEqual([0, 1, 128, 256]);
  });
});

describe('a snapshot in the middle', () => {
  it('leads from the state before to the one after', () => {
    const state = stateWith();
    apply(state, {
      orders: [placed('gone'), placed('kept')],
      perpetualPositions: [position()],
      assetPositions: [cash('5')],
    });
    const before = state.accounts.snapshot(A, 0)!;
    const other = { ...before.subaccount.openPerpetualPositions['AAA-USD']!, market: 'BBB-USD' };
    const change = state.accounts.replace(`${A}/0`, {
      subaccount: { ...before.subaccount, openPerpetualPositions: { 'BBB-USD': other } },
      orders: before.orders.filter(({ id }) => id === 'kept'),
      blockHeight: '105',
    })!;
    expect(change.orders?.map(({ id, status }) => [id, status])).toEqual([
      ['gone', 'CANCELED'],
      ['kept', 'BEST_EFFORT_OPENED'],
    ]);
    expect(change.perpetualPositions?.map(({ market, status, size }) => [market, status, size])).toEqual([
      ['AAA-USD', 'CLOSED', '0'],
      ['BBB-USD', 'OPEN', '2'],
    ]);
    expect(change.assetPositions).toEqual([expect.objectContaining({ address: A, symbol: 'USDC', size: '5' })]);
    const after = state.accounts.snapshot(A, 0)!;
    expect(Object.keys(after.subaccount.openPerpetualPositions)).toEqual(['BBB-USD']);
    expect(after.orders.map(({ id }) => id)).toEqual(['kept']);
  });

  it('is followed by updates of the same position, not by a second one', () => {
    const state = stateWith();
    const stated = { ...without(position(), 'positionId', 'address'), createdAt: 't', createdAtHeight: '7' };
    state.accounts.replace(`${A}/0`, { subaccount: { openPerpetualPositions: { 'AAA-USD': stated } } });
    apply(state, { perpetualPositions: [position({ size: '3' })] });
    expect(state.accounts.find(A, 0)!.positions()).toEqual([
      expect.objectContaining({ size: '3', createdAtHeight: '7', createdAt: 't' }),
    ]);
  });

  it('of nothing changes nothing', () => {
    const state = stateWith();
    expect(state.accounts.replace(`${A}/0`, {})).toBeUndefined();
    expect(state.accounts.find(A, 0)).toBeUndefined();
  });
});
