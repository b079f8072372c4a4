import { toQuantums, toSubticks, type ClientId, type OpenOrder } from '@perpstream/core';
import { BTC, ETH, marketRules } from './markets';
import { accountState, orderIntent, position, signalScores, targetDecision } from './trading';

describe('accountState', () => {
  it('keeps the exact balance in step with the one in USD', () => {
    expect(accountState()).toMatchObject({ quoteBalanceUsd: 10_000, quoteQuantums: 10_000_000_000n });
    expect(accountState({ quoteBalanceUsd: -2.5 }).quoteQuantums).toBe(-2_500_000n);
  });

  it('turns lists into maps in the given order', () => {
    const positions = [position({ marketId: ETH }), position()];
    const order = { clientId: 5 as ClientId } as OpenOrder;
    const account = accountState({ positions, openOrders: [order] });
    expect([...account.positions.keys()]).toEqual([ETH, BTC]);
    expect(account.openOrders.get(order.clientId)).toBe(order);
  });
});

describe('position', () => {
  it('has quantums that fit its size', () => {
    expect(position({ sizeBase: -0.25 })).toMatchObject({ sizeBase: -0.25, quantums: -2_500_000_000n });
  });
});

describe('orderIntent', () => {
  it('is on the grid of the default market', () => {
    const { quantums, subticks, sizeBase, priceUsd } = orderIntent();
    expect(toQuantums(sizeBase, marketRules(), 'exact')).toEqual({ ok: true, value: quantums });
    expect(toSubticks(priceUsd, marketRules(), 'exact')).toEqual({ ok: true, value: subticks });
  });

  it('takes over what is given', () => {
    expect(orderIntent({ side: 'sell', reduceOnly: true })).toMatchObject({
      side: 'sell',
      reduceOnly: true,
      kind: 'order',
    });
  });
});

describe('targetDecision', () => {
  it('takes over what is given', () => {
    expect(targetDecision({ targetNotionalUsd: -5 })).toMatchObject({
      kind: 'target',
      targetNotionalUsd: -5,
      confidence: 1,
    });
  });
});

describe('signalScores', () => {
  it('cuts scores to 0-100 as the real ones are', () => {
    expect(signalScores({ momentum: 120, volume: 40 }, { marketId: ETH })).toMatchObject({
      kind: 'scores',
      marketId: ETH,
      scores: { momentum: 100, volume: 40 },
    });
  });
});
