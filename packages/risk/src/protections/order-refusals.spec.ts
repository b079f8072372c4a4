import { unixMs, type CancelIntent, type ClientId } from '@perpstream/core';
import { BTC, ETH } from '@perpstream/testing';
import { actionsOf, ended, only, toldOf } from '../../fixtures/protection-inputs';
import type { RiskInput } from '../monitor/risk-options';

const options = only({
  maxOrderRefusals: 3,
  orderRefusalsWindowMs: 1_000,
  orderRefusalsLockMs: 100,
  orderRefusalsMaxLockMs: 350,
});

const refused = (id: number, atMs: number, reason = 'UNDERCOLLATERALIZED'): readonly RiskInput[] =>
  ended(id, 'cancelled', reason, atMs);
const thrice = (firstId: number, atMs: number): RiskInput[] =>
  [0, 1, 2].flatMap((index) => [...refused(firstId + index, atMs)]);
const trip = ['2 trip order-refusals BTC-USD until 102'];

describe('the protection against refused orders', () => {
  it.each([
    ['orders that the exchange takes out', [refused(1, 0), refused(2, 1), refused(3, 2)], trip],
    ['orders that it rejects', [1, 2, 3].map((id) => ended(id, 'rejected', 'code 34', id - 1)), trip],
    ['one less than the bound', [refused(1, 0), refused(2, 1)], []],
    ['what is not within the window', [refused(1, 0), refused(2, 999), refused(3, 1_000)], []],
    ['what just is', [refused(1, 0), refused(2, 998), refused(3, 999)], ['999 trip order-refusals BTC-USD until 1099']],
    ['one refusal told three times', [refused(1, 0), refused(1, 1).slice(1), refused(1, 2).slice(1)], []],
    ['orders that expired', [1, 2, 3].map((id) => ended(id, 'expired', 'EXPIRED', id)), []],
    ['orders of which nothing is known', [1, 2, 3].map((id) => ended(id, 'unknown', 'no answer', id)), []],
    ['orders that only reduce', [1, 2, 3].map((id) => ended(id, 'rejected', 'no', id, { reduceOnly: true })), []],
    ['orders that were not submitted', [1, 2, 3].map((id) => refused(id, id).slice(1)), []],
    ['orders in two markets', [refused(1, 0), refused(2, 1), ended(3, 'rejected', 'no', 2, { marketId: ETH })], []],
  ])('counts %s', (_name, reports, actions) => {
    expect(actionsOf(reports.flat(), options)).toEqual(actions);
  });

  it.each([
    'USER_CANCELED',
    'POST_ONLY_WOULD_CROSS_MAKER_ORDER',
    'IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK',
    'SELF_TRADE_ERROR',
    'REDUCE_ONLY_RESIZE',
  ])('does not count the end %s, which the order itself asked for', (reason) => {
    expect(actionsOf([...refused(1, 0, reason), ...refused(2, 1, reason), ...refused(3, 2, reason)], options)).toEqual(
      [],
    );
  });

  it('does not count what the bot took back itself', () => {
    const cancel = (id: number): CancelIntent => ({
      kind: 'cancel',
      marketId: BTC,
      receivedMs: unixMs(id),
      cause: 0,
      clientId: id as ClientId,
      reason: 'test',
    });
    const inputs = [1, 2, 3].flatMap((id) => {
      const [submitted, gone] = ended(id, 'cancelled', 'gone', id);
      return [submitted, cancel(id), gone];
    });
    expect(actionsOf(inputs, options)).toEqual([]);
  });

  it('backs off twice as long when it comes again soon, up to the longest, and begins anew after a quiet time', () => {
    const inputs = [thrice(1, 0), thrice(4, 150), thrice(7, 450), thrice(10, 900), thrice(13, 2_000)].flat();
    expect(actionsOf(inputs, options).filter((action) => action.includes('trip'))).toEqual([
      '0 trip order-refusals BTC-USD until 100',
      '150 trip order-refusals BTC-USD until 350',
      '450 trip order-refusals BTC-USD until 800',
      '900 trip order-refusals BTC-USD until 1250',
      '2000 trip order-refusals BTC-USD until 2100',
    ]);
  });

  it('looks no further while it holds, and says how many and why', () => {
    const told = toldOf([...thrice(1, 0), ...thrice(4, 50), ...refused(8, 100), ...refused(9, 101)], options);
    expect(told.map(({ kind }) => kind)).toEqual(['trip', 'release']);
    expect(told[0]).toMatchObject({
      lock: { value: 3, message: 'the exchange refused 3 orders in BTC-USD (bound 3), the last: UNDERCOLLATERALIZED' },
    });
  });

  it('is off with a lock time of 0', () => {
    expect(actionsOf(thrice(1, 0), only({ ...options.protections, orderRefusalsLockMs: 0 }))).toEqual([]);
  });

  it('forgets the oldest of very many orders whose end was never told', () => {
    const lost = Array.from({ length: 10_001 }, (_, id) => ended(id, 'rejected', 'no', 0)[0]);
    const ends = [0, 1, 2, 3].map((id) => ended(id, 'rejected', 'no', 1)[1]);
    expect(actionsOf([...lost, ...ends.slice(0, 3)], options)).toEqual([]);
    expect(actionsOf([...lost, ...ends], options)).toHaveLength(1);
  });
});
