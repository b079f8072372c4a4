import { MarketFloor } from '../agents/market-floor';
import { DEFAULT_MARKETS } from '../chain/default-markets';
import { AccountChain } from './account-chain';
import { Subaccount } from './subaccount';
import { ADDRESS, DeskRig, terms, type Said } from './test-kit/desk-rig';

describe('two accounts', () => {
  it('trade with each other: the same event, both sides, each with its own fee', () => {
    const rig = new DeskRig();
    rig.place('buy', 99_000, 0.5);
    rig.place('sell', 99_000, 0.5, { timeInForce: 'IOC' }, rig.other);
    rig.news();
    const said = rig.commit().filter(([, { fills }]) => fills !== undefined);
    expect(said.map(([key, { fills }]) => [key, fills![0]!.liquidity, fills![0]!.side, fills![0]!.fee])).toEqual([
      [`${ADDRESS}/0`, 'MAKER', 'BUY', '4.95'],
      [`${ADDRESS}/128`, 'TAKER', 'SELL', '24.75'],
    ]);
    expect(new Set(said.map(([, { fills }]) => fills![0]!.eventId)).size).toBe(1);
    expect(new Set(said.map(([, { fills }]) => fills![0]!.id)).size).toBe(2);
  });

  it('move money between them: a transfer seen from both ends, balances in messages of their own', () => {
    const rig = new DeskRig();
    rig.chain.transfer(rig.block, rig.desk.owner, rig.other.owner, 1_500_000n);
    const ends = {
      sender: { address: ADDRESS, subaccountNumber: 0 },
      recipient: { address: ADDRESS, subaccountNumber: 128 },
    };
    expect(rig.said.map(([key, change]) => [key, change.transfers ?? change.assetPositions?.[0]?.side])).toEqual([
      [`${ADDRESS}/0`, expect.objectContaining({ ...ends, type: 'TRANSFER_OUT', symbol: 'USDC', size: '1.5' })],
      [`${ADDRESS}/128`, expect.objectContaining({ ...ends, type: 'TRANSFER_IN', createdAtHeight: '1001' })],
      [`${ADDRESS}/0`, 'SHORT'],
      [`${ADDRESS}/128`, 'LONG'],
    ]);
  });
});

describe('positions that the chain closes', () => {
  it.each([
    ['maker', 'OFFSETTING', 'sell'],
    ['taker', 'DELEVERAGED', 'buy'],
  ] as const)('appear as fills without order and fee: %s, %s', (role, type, takerSide) => {
    const rig = new DeskRig();
    rig.stranger('sell', 99_000, 0.2);
    rig.stranger('buy', 98_000, 0.2);
    rig.place('sell', 98_000, 0.2, { timeInForce: 'IOC' });
    rig.commit();
    const [claim] = rig.chain.claims('BTC-USD');
    expect(claim!.quantums).toBe(-0.2e10);
    const account = { owner: -1, reference: claim!.reference };
    const parties =
      role === 'maker' ? { maker: account, taker: { owner: -1 } } : { maker: { owner: -1 }, taker: account };
    rig.floor.deleverage({ takerSide, subticks: 97_000 * 1e5, quantums: 0.2e10, ...parties });
    const [[, { fills, orders, perpetualPositions }]] = rig.commit() as [Said, Said];
    expect(fills![0]).toMatchObject({ type, side: 'BUY', fee: '0', size: '0.2', price: '97000' });
    expect(fills![0]).not.toHaveProperty('orderId');
    expect(orders).toBeUndefined();
    expect(perpetualPositions).toEqual([expect.objectContaining({ status: 'CLOSED', size: '0', realizedPnl: '200' })]);
    expect(rig.chain.claims('BTC-USD')).toEqual([]);
  });

  it('end every order when a market is settled, and no desk is left when it is gone', () => {
    const rig = new DeskRig();
    rig.place('buy', 99_000, 0.5);
    rig.desk.placeLongTerm(terms('sell', 101_000, 0.5), 7, Date.parse('2026-04-01'));
    rig.commit();
    rig.chain.settle('BTC-USD', rig.block);
    expect(rig.news()).toEqual(['CANCELED FINAL_SETTLEMENT ~0', 'CANCELED FINAL_SETTLEMENT 0']);
    expect([rig.floor.levels('buy'), rig.floor.levels('sell')]).toEqual([[], []]);
    rig.place('buy', 99_000, 0.5);
    rig.chain.close('BTC-USD');
    expect(rig.commit(60)).toEqual([]);
  });
});

it('takes no orders before the first block, nor in a market that is closed', () => {
  const floor = new MarketFloor(DEFAULT_MARKETS[0]!, 1, () => undefined);
  const chain = new AccountChain(() => undefined);
  const market = { ticker: 'BTC-USD', clobPairId: 0, grid: floor.grid, oraclePrice: () => '100000' };
  const desk = chain.open(new Subaccount(ADDRESS, 0), market, floor, 6);
  expect(desk.isOpen).toBe(false);
  chain.commit({ height: 1, timeMs: 0 }, []);
  expect(desk.isOpen).toBe(true);
  floor.access = 'makers';
  expect(desk.isOpen).toBe(false);
});
