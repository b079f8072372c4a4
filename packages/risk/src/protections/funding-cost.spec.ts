import { accountState, ETH, position } from '@perpstream/testing';
import { unixMs } from '@perpstream/core';
import { actionsOf, cash, funding, only, oracle, toldOf } from '../../fixtures/protection-inputs';

const HOUR_MS = 3_600_000;
const paid = only({ maxFundingPaidFraction: 0.01 });
const projected = only({ maxFundingProjectedFraction: 0.01 });

/** 1,000 USD of which ten base units are held at 100. */
const held = (sizeBase: number, atMs = 0): ReturnType<typeof accountState> =>
  accountState({
    quoteBalanceUsd: 1_000 - sizeBase * 100,
    positions: [position({ sizeBase })],
    receivedMs: unixMs(atMs),
  });

describe('the protection against the cost of funding', () => {
  it.each([
    ['at the bound', [-6, -4], ['2 trip funding-cost until 86400000']],
    ['not below it', [-6, -3.99], []],
    ['not when as much came in', [-6, 3, -6], []],
  ])('locks the book for the day by what was paid: %s', (_name, payments, actions) => {
    expect(actionsOf([cash(1_000, 0), ...payments.map((usd, index) => funding(usd, index + 1))], paid)).toEqual(
      actions,
    );
  });

  it('forgets at midnight UTC', () => {
    const inputs = [cash(1_000, 0), funding(-9, 1), funding(-9, 24 * HOUR_MS), funding(-1, 24 * HOUR_MS + 1)];
    expect(actionsOf(inputs, paid)).toEqual(['86400001 trip funding-cost until 172800000']);
  });

  it('waits for an equity to hold it against', () => {
    expect(actionsOf([funding(-1e6, 1), cash(0, 2), funding(-1, 3)], paid)).toEqual([]);
    expect(actionsOf([funding(-10, 1), cash(1_000, 2), funding(0, 3)], paid)).toEqual([
      '3 trip funding-cost until 86400000',
    ]);
  });

  // 10 x 100 x rate x 24 against 1,000: the bound of 1 % is a rate of 1 / 2,400 an hour.
  it.each([
    ['a long at the bound', 10, 1 / 2_400, true],
    ['a long below', 10, 0.99 / 2_400, false],
    ['a long that receives', 10, -1 / 100, false],
    ['a short that pays', -10, -1 / 2_400, true],
    ['a short that receives', -10, 1 / 100, false],
    ['a smaller position', 5, 1.5 / 2_400, false],
    ['a rate that is no number', 10, NaN, false],
  ])('locks a market for the hour by what it would pay: %s', (_name, sizeBase, nextFundingRate1h, isLocked) => {
    const actions = actionsOf([oracle(100, 0), held(sizeBase), oracle(100, 1, { nextFundingRate1h })], projected);
    expect(actions).toEqual(isLocked ? [`1 trip funding-cost BTC-USD until ${HOUR_MS}`] : []);
  });

  it('sees a position grow at a rate that was known', () => {
    const inputs = [oracle(100, 0, { nextFundingRate1h: 1 / 2_400 }), held(9, 1), held(10, 2)];
    expect(actionsOf(inputs, projected)).toEqual([`2 trip funding-cost BTC-USD until ${HOUR_MS}`]);
  });

  it('locks for another hour while it lasts', () => {
    const inputs = [oracle(100, 0, { nextFundingRate1h: 0.001 }), held(10, 1), held(10, HOUR_MS)];
    expect(actionsOf(inputs, projected)).toEqual([
      `1 trip funding-cost BTC-USD until ${HOUR_MS}`,
      `${HOUR_MS} release funding-cost BTC-USD`,
      `${HOUR_MS} trip funding-cost BTC-USD until ${2 * HOUR_MS}`,
    ]);
  });

  it('leaves markets alone that are not held', () => {
    const inputs = [oracle(100, 0), held(10), oracle(100, 1, { marketId: ETH, nextFundingRate1h: 1 })];
    expect(actionsOf(inputs, projected)).toEqual([]);
  });

  it('says what it costs', () => {
    const inputs = [oracle(100, 0, { nextFundingRate1h: 0.001 }), held(10, 1)];
    expect(toldOf(inputs, projected)[0]).toMatchObject({
      lock: {
        value: expect.closeTo(0.024, 12) as number,
        message: 'the position in BTC-USD would pay 24 USD of funding a day, 2.4 % of equity (bound 1 %)',
      },
    });
    expect(toldOf([cash(1_000, 0), funding(-20, 1)], paid)[1]).toMatchObject({
      lock: { value: 0.02, message: '20 USD of funding were paid since 00:00 UTC, 2 % of equity (bound 1 %)' },
    });
  });
});
