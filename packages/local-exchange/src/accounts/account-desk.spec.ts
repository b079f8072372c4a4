import { ADDRESS, DeskRig, newsOf, terms, type Said } from './test-kit/desk-rig';

describe('a short-term order', () => {
  it('is opened by best effort with all that it is', () => {
    const rig = new DeskRig();
    rig.place('buy', 99_000, 0.5, { postOnly: true });
    expect(rig.said).toEqual([
      [
        `${ADDRESS}/0`,
        {
          blockHeight: '1001',
          orders: [
            {
              id: '438f0b8b-99ba-5d35-81da-3938452a85a0',
              subaccountId: 'c7169f81-0c80-54c5-a41f-9cbb6a538fdf',
              clientId: '123',
              clobPairId: '0',
              side: 'BUY',
              size: '0.5',
              price: '99000',
              type: 'LIMIT',
              status: 'BEST_EFFORT_OPENED',
              timeInForce: 'GTT',
              postOnly: true,
              reduceOnly: false,
              orderFlags: '0',
              goodTilBlock: '1021',
              totalOptimisticFilled: '0',
              ticker: 'BTC-USD',
              clientMetadata: '0',
            },
          ],
        },
      ],
    ]);
  });

  it('is filled by a block: one message per order, then one with the money', () => {
    const rig = new DeskRig();
    rig.place('buy', 99_000, 0.5);
    rig.news();
    rig.stranger('sell', 98_000, 0.2, 'immediate-or-cancel');
    rig.stranger('sell', 98_000, 0.1, 'immediate-or-cancel');
    const [fills, money, ...more] = rig.commit().map(([, change]) => change);
    expect(more).toEqual([]);
    expect(Object.keys(fills!)).toEqual(['blockHeight', 'fills', 'orders', 'perpetualPositions']);
    expect(fills!.fills![0]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      subaccountId: 'c7169f81-0c80-54c5-a41f-9cbb6a538fdf',
      side: 'BUY',
      liquidity: 'MAKER',
      type: 'LIMIT',
      clobPairId: '0',
      size: '0.2',
      price: '99000',
      quoteAmount: '19800',
      eventId: '000003ea0000000200000000',
      transactionHash: expect.stringMatching(/^[0-9A-F]{64}$/) as string,
      createdAt: '2026-03-01T00:00:02.000Z',
      createdAtHeight: '1002',
      orderId: '438f0b8b-99ba-5d35-81da-3938452a85a0',
      clientMetadata: '0',
      fee: '1.98',
      affiliateRevShare: '0',
      ticker: 'BTC-USD',
    });
    expect(fills!.fills!.map(({ eventId }) => eventId.slice(-1))).toEqual(['0', '1']);
    expect(fills!.orders).toEqual([
      expect.objectContaining({ status: 'OPEN', totalFilled: '0.3', updatedAtHeight: '1002', price: '99000' }),
    ]);
    const position = {
      ...{ address: ADDRESS, subaccountNumber: 0, positionId: expect.any(String) as string, market: 'BTC-USD' },
      ...{ side: 'LONG', status: 'OPEN', size: '0.3', maxSize: '0.3', netFunding: '0', entryPrice: '99000' },
      ...{ exitPrice: null, sumOpen: '0.3', sumClose: '0', realizedPnl: '0', unrealizedPnl: '300' },
    };
    expect(fills!.perpetualPositions).toEqual([position]);
    expect(money).toEqual({
      blockHeight: '1002',
      perpetualPositions: [position],
      assetPositions: [expect.objectContaining({ symbol: 'USDC', side: 'SHORT', size: '29702.97' })],
    });
  });

  it('is filled, cancelled, then filled still by the block', () => {
    const rig = new DeskRig();
    const order = rig.place('buy', 99_000, 0.5);
    rig.stranger('sell', 98_000, 0.2, 'immediate-or-cancel');
    rig.desk.cancel(order);
    expect(rig.news()).toEqual(['BEST_EFFORT_OPENED ~0', 'BEST_EFFORT_CANCELED USER_CANCELED ~0.2']);
    expect(newsOf(rig.commit())).toEqual(['BEST_EFFORT_CANCELED 0.2 with fills']);
    expect(rig.floor.levels('buy')).toEqual([]);
  });

  it('is FILLED although it was cancelled, when all of it had been matched', () => {
    const rig = new DeskRig();
    const order = rig.place('buy', 99_000, 0.5);
    rig.stranger('sell', 98_000, 0.5, 'immediate-or-cancel');
    rig.desk.cancel(order);
    expect(rig.news()[1]).toBe('BEST_EFFORT_CANCELED USER_CANCELED ~0.5');
    expect(newsOf(rig.commit())).toEqual(['FILLED 0.5 with fills']);
    expect(rig.desk.isLive(order)).toBe(false);
    expect(rig.commit(60)).toEqual([]);
  });

  it('is swept to CANCELED long after its expiry when it was cancelled, and cannot be cancelled twice', () => {
    const rig = new DeskRig();
    const order = rig.place('buy', 99_000, 0.5);
    rig.desk.cancel(order);
    rig.desk.cancel(order);
    expect(rig.news()).toHaveLength(2);
    expect(rig.commit(39)).toEqual([]);
    expect(newsOf(rig.commit())).toEqual(['CANCELED INDEXER_EXPIRED ~0']);
  });

  it('expires with the block after its last one and leaves the book', () => {
    const rig = new DeskRig();
    rig.place('buy', 99_000, 0.5);
    rig.news();
    expect(rig.commit(20)).toEqual([]);
    expect(rig.floor.levels('buy')).toHaveLength(1);
    expect(newsOf(rig.commit())).toEqual(['CANCELED EXPIRED ~0']);
    expect(rig.floor.levels('buy')).toEqual([]);
  });

  it('is replaced under the same id: removed, then opened again, with its fills kept', () => {
    const rig = new DeskRig();
    const order = rig.place('buy', 99_000, 0.5);
    rig.stranger('sell', 98_000, 0.2, 'immediate-or-cancel');
    rig.commit();
    rig.desk.replace(order, { subticks: 99_500 * 1e5, quantums: 0.4e10 });
    const messages = rig.said.map(([, { orders }]) => orders![0]!);
    expect(messages.map(({ id }) => id)).toEqual([order.id, order.id]);
    expect(messages.map(({ price, size, goodTilBlock }) => [price, size, goodTilBlock])).toEqual([
      ['99000', '0.5', '1021'],
      ['99500', '0.4', '1022'],
    ]);
    expect(rig.news()).toEqual(['BEST_EFFORT_CANCELED REPLACED ~0.2', 'BEST_EFFORT_OPENED ~0.2']);
    expect(rig.floor.levels('buy')).toEqual([{ subticks: 99_500 * 1e5, quantums: 0.2e10 }]);
    rig.stranger('sell', 98_000, 1, 'immediate-or-cancel');
    expect(newsOf(rig.commit())).toEqual(['FILLED 0.4 with fills']);
  });

  it('is not replaced within the block that it was placed in, nor by less than was matched', () => {
    const rig = new DeskRig();
    const order = rig.place('buy', 99_000, 0.5);
    rig.desk.replace(order, { subticks: 99_500 * 1e5, quantums: 0.4e10 });
    rig.stranger('sell', 98_000, 0.2, 'immediate-or-cancel');
    rig.commit();
    rig.desk.replace(order, { subticks: 99_500 * 1e5, quantums: 0.2e10 });
    expect(rig.said).toEqual([]);
    expect(rig.floor.levels('buy')[0]?.subticks).toBe(99_000 * 1e5);
  });

  it('is removed when it is post-only and would match', () => {
    const rig = new DeskRig();
    rig.stranger('sell', 99_000, 1);
    rig.place('buy', 99_500, 0.5, { postOnly: true });
    expect(rig.news()).toEqual(['BEST_EFFORT_OPENED ~0', 'BEST_EFFORT_CANCELED POST_ONLY_WOULD_CROSS_MAKER_ORDER ~0']);
  });
});

describe('an immediate-or-cancel order', () => {
  it('is CANCELED by the block after a partial fill', () => {
    const rig = new DeskRig();
    rig.stranger('sell', 99_000, 0.2);
    rig.place('buy', 99_500, 0.5, { timeInForce: 'IOC' });
    expect(rig.news()).toEqual([
      'BEST_EFFORT_OPENED ~0',
      'BEST_EFFORT_CANCELED IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK ~0.2',
    ]);
    const said = rig.commit();
    expect(newsOf(said)).toEqual(['CANCELED 0.2 with fills']);
    expect(said[0]![1].fills![0]).toMatchObject({ liquidity: 'TAKER', fee: '9.9', price: '99000' });
    expect(rig.commit(60)).toEqual([]);
  });

  it('is FILLED by the block when all of it met something', () => {
    const rig = new DeskRig();
    rig.stranger('sell', 99_000, 1);
    rig.place('buy', 99_500, 0.5, { timeInForce: 'IOC' });
    expect(rig.news()).toEqual(['BEST_EFFORT_OPENED ~0']);
    expect(newsOf(rig.commit())).toEqual(['FILLED 0.5 with fills']);
  });

  it('has two messages and no more when it met nothing', () => {
    const rig = new DeskRig();
    rig.stranger('sell', 99_000, 1);
    rig.place('buy', 98_000, 0.5, { timeInForce: 'IOC' });
    expect(rig.news()).toHaveLength(2);
    expect(rig.commit(60)).toEqual([]);
  });
});

describe('a long-term order', () => {
  const goodTilMs = Date.parse('2026-03-01T00:00:10.000Z');

  it('is OPEN with the next block, and in the book from then on', () => {
    const rig = new DeskRig();
    rig.desk.placeLongTerm(terms('sell', 101_000, 0.5), 7, goodTilMs);
    expect([rig.said, rig.floor.levels('sell')]).toEqual([[], []]);
    const [[, { orders }]] = rig.commit() as [Said];
    expect(orders![0]).toMatchObject({
      ...{ status: 'OPEN', orderFlags: '64', goodTilBlockTime: '2026-03-01T00:00:10.000Z', totalFilled: '0' },
      ...{ createdAtHeight: '1002', createdAt: '2026-03-01T00:00:02.000Z' },
    });
    expect(orders![0]).not.toHaveProperty('goodTilBlock');
    expect(rig.floor.levels('sell')).toHaveLength(1);
  });

  it('is cancelled with the next block, matched until then', () => {
    const rig = new DeskRig();
    const order = rig.desk.placeLongTerm(terms('sell', 101_000, 0.5), 7, goodTilMs);
    rig.commit();
    rig.desk.cancelLongTerm(order);
    rig.stranger('buy', 101_000, 0.1, 'immediate-or-cancel');
    expect(newsOf(rig.commit())).toEqual(['OPEN 0.1 with fills', 'CANCELED USER_CANCELED 0.1']);
    expect(rig.floor.levels('sell')).toEqual([]);
  });

  it('expires with the first block at its time', () => {
    const rig = new DeskRig();
    rig.desk.placeLongTerm(terms('sell', 101_000, 0.5), 7, goodTilMs);
    expect(newsOf(rig.commit(8))).toEqual(['OPEN 0']);
    expect(newsOf(rig.commit())).toEqual(['CANCELED EXPIRED 0']);
  });
});
