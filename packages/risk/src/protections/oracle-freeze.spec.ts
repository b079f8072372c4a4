import { unixMs, type MarketId } from '@perpstream/core';
import { accountState, block, bookUpdate, BTC, dataQuality, ETH, marketContext, position } from '@perpstream/testing';
import { actionsOf, oracle, only, toldOf } from '../../fixtures/protection-inputs';
import type { RiskInput } from '../monitor/risk-options';

const options = only({
  oracleFreezeFraction: 0.01,
  oracleFreezeMs: 30_000,
  oracleSilenceMs: 60_000,
  oracleFreezeLockMs: 10_000,
});

const held = accountState({ positions: [position()] });
const flat = (atMs: number): RiskInput => accountState({ receivedMs: unixMs(atMs) });
const book = (middleUsd: number, atMs: number, marketId: MarketId = BTC): RiskInput =>
  bookUpdate({ marketId, bids: [[middleUsd - 1, 1]], asks: [[middleUsd + 1, 1]], receivedMs: unixMs(atMs) });
/** One event a second that says nothing of marks. */
const others = (fromMs: number, toMs: number): RiskInput[] =>
  Array.from({ length: Math.ceil((toMs - fromMs) / 1_000) }, (_, index) =>
    dataQuality({ receivedMs: unixMs(fromMs + index * 1_000) }),
  );

describe('an oracle price that stands still while the book goes elsewhere', () => {
  it.each([
    ['old enough and far enough, above', 101, 30_000, true],
    ['old enough and far enough, below', 99, 30_000, true],
    ['not old enough', 101, 29_999, false],
    ['not far enough', 100.99, 30_000, false],
  ])('%s', (_name, middleUsd, atMs, isFrozen) => {
    const actions = actionsOf([oracle(100, 0), held, book(middleUsd, atMs)], options);
    const locked = [`${atMs} trip oracle-freeze BTC-USD until Infinity`, `${atMs} level safe warning`];
    expect(actions).toEqual(isFrozen ? locked : []);
  });

  it('locks until it is restated and a while longer, and the level follows', () => {
    const inputs = [oracle(100, 0), held, book(102, 30_000), book(103, 31_000), oracle(102, 40_000)];
    const after = [dataQuality({ receivedMs: unixMs(49_999) }), dataQuality({ receivedMs: unixMs(50_000) })];
    expect(actionsOf([...inputs, ...after, oracle(102, 100_000)], options)).toEqual([
      '30000 trip oracle-freeze BTC-USD until Infinity',
      '30000 level safe warning',
      '50000 release oracle-freeze BTC-USD',
      '100000 level warning safe',
    ]);
  });

  it('is not thawed by a context that does not restate it', () => {
    const other = marketContext({
      receivedMs: unixMs(31_000),
      oracleReceivedMs: unixMs(0),
      nextFundingRate1h: 0.00001,
    });
    const { oraclePriceUsd, oracleReceivedMs, ...bare } = marketContext({ receivedMs: unixMs(32_000) });
    expect([oraclePriceUsd, oracleReceivedMs]).toEqual([100, 32_000]);
    const inputs = [oracle(100, 0), held, book(102, 30_000), other, bare, ...others(33_000, 50_000)];
    expect(actionsOf(inputs, options)).toHaveLength(2);
  });

  it('takes the receive time of a context for a price that does not state its own', () => {
    const { oracleReceivedMs, ...stated } = oracle(100, 31_000);
    expect(oracleReceivedMs).toBe(31_000);
    const inputs = [oracle(100, 0), held, book(102, 30_000), stated, dataQuality({ receivedMs: unixMs(41_000) })];
    expect(actionsOf(inputs, options)).toContain('41000 release oracle-freeze BTC-USD');
  });

  it('is nothing to a market that is not held, and over when the position is closed', () => {
    const eth = oracle(100, 0, { marketId: ETH });
    expect(actionsOf([oracle(100, 0), eth, held, book(150, 30_000, ETH)], options)).toEqual([]);
    const closed = [oracle(100, 0), held, book(102, 30_000), flat(35_000), dataQuality({ receivedMs: unixMs(45_000) })];
    expect(actionsOf(closed, options)).toContain('45000 release oracle-freeze BTC-USD');
  });

  it('says how old and how far', () => {
    expect(toldOf([oracle(100, 0), held, book(102, 45_000)], options)[1]).toMatchObject({
      lock: {
        value: expect.closeTo(0.02, 12) as number,
        bound: 0.01,
        message: 'the oracle price of BTC-USD is 45 s old and 2 % from its book (bound 1 %)',
      },
    });
  });
});

describe('marks that are not known', () => {
  it('lock their market and raise the level after a while, although nothing can be said of the account', () => {
    const told = toldOf([held, ...others(0, 62_000)], options);
    expect(told).toMatchObject([
      {
        kind: 'trip',
        receivedMs: 60_000,
        lock: { protection: 'oracle-freeze', marketId: BTC, value: 60_000, bound: 60_000 },
      },
      { kind: 'trip', receivedMs: 60_000, lock: { protection: 'oracle-freeze', value: 60_000 } },
      {
        kind: 'level',
        from: 'safe',
        to: 'warning',
        message: 'safe -> warning: a mark or margin of a position is not known',
      },
    ]);
    expect(told[0]).toMatchObject({
      lock: { message: 'the oracle price of BTC-USD, which is held, is not known for 60 s' },
    });
  });

  it('do so when they become invalid, and no more once they are known', () => {
    const inputs = [oracle(100, 0), held, oracle(NaN, 1_000), ...others(2_000, 62_000), oracle(100, 62_500)];
    expect(actionsOf([...inputs, ...others(63_000, 130_000)], options)).toMatchObject([
      '61000 trip oracle-freeze BTC-USD until Infinity',
      '61000 trip oracle-freeze until Infinity',
      '61000 level safe warning',
      '73000 release oracle-freeze BTC-USD',
      '73000 release oracle-freeze',
      '123000 trip oracle-freeze until Infinity',
    ]);
  });

  it('are no matter without a position', () => {
    expect(actionsOf([flat(0), ...others(0, 200_000)], options)).toEqual([]);
  });
});

describe('a feed that is silent of all oracles and blocks', () => {
  const silent = [oracle(100, 0), held, ...others(1_000, 62_000)];

  it('locks the book while other data come', () => {
    expect(actionsOf(silent, options)).toEqual(['60000 trip oracle-freeze until Infinity', '60000 level safe warning']);
    expect(toldOf(silent, options)[1]).toMatchObject({
      lock: { message: 'nothing was heard of any oracle price or block for 60 s (bound 60 s)' },
    });
  });

  it.each([
    ['a block', block({ receivedMs: unixMs(70_000) })],
    ['an oracle price of any market', oracle(5, 70_000, { marketId: ETH })],
  ])('is over with %s', (_name, sign) => {
    expect(actionsOf([...silent, sign, dataQuality({ receivedMs: unixMs(80_000) })], options).slice(2)).toEqual([
      '80000 release oracle-freeze',
    ]);
  });

  it('is not a pause of all data: then nothing is decided either', () => {
    const sparse = Array.from({ length: 20 }, (_, hour) => [
      dataQuality({ receivedMs: unixMs(hour * 3_600_000) }),
      block({ receivedMs: unixMs(hour * 3_600_000 + 1) }),
    ]);
    expect(actionsOf([oracle(100, 0), held, ...sparse.flat()], options)).toEqual([]);
  });
});
