import { type ClientId, type MarketId, type OpenOrder } from '@perpstream/core';
import { BTC, ETH, accountState, orderIntent, position } from '@perpstream/testing';
import { AccountWatch } from './account-watch';

const COOL_DOWN_MS = 100;
const nothing = accountState();
const holding = (sizeBase = 1, marketId: MarketId = BTC) =>
  accountState({ positions: [position({ marketId, sizeBase })] });

function ordering(marketId: MarketId = BTC) {
  const { side, quantums, subticks, sizeBase, priceUsd, timeInForce, reduceOnly } = orderIntent();
  const order: OpenOrder = {
    ...{ side, quantums, subticks, sizeBase, priceUsd, timeInForce, reduceOnly, marketId },
    filledQuantums: 0n as OpenOrder['filledQuantums'],
    remainingBase: sizeBase,
    clientId: 7 as ClientId,
    status: 'submitted',
    submittedMs: position().openedMs,
  };
  return accountState({ openOrders: [order] });
}

/** A watch after a long was decided at 0 ms, and these account states at 10 ms, 20 ms, ... */
function watchOf(...accounts: ReturnType<typeof accountState>[]): AccountWatch {
  const watch = new AccountWatch(COOL_DOWN_MS);
  watch.decide(BTC, 1_000, 0);
  accounts.forEach((account, index) => watch.observe(account, 10 * (index + 1)));
  return watch;
}

describe('AccountWatch', () => {
  it('believes decisions before the account speaks', () => {
    expect(watchOf().absence(BTC, 1e9)).toBeUndefined();
  });

  it('does not miss what was not decided, or was given up', () => {
    expect(watchOf(nothing).absence(ETH, 1e9)).toBeUndefined();
    const watch = watchOf(holding(), nothing);
    watch.decide(BTC, 0, 30);
    expect(watch.absence(BTC, 1e9)).toBeUndefined();
  });

  it('waits a cool-down for what was decided to appear', () => {
    const watch = watchOf(nothing);
    expect(watch.absence(BTC, 99)).toBeUndefined();
    expect(watch.absence(BTC, 100)).toEqual({ name: 'not-held', value: 100, bound: 100 });
  });

  it('waits from the end of an order that was not filled', () => {
    const watch = watchOf(ordering(), nothing);
    expect(watch.absence(BTC, 119)).toBeUndefined();
    expect(watch.absence(BTC, 120)).toEqual({ name: 'not-held', value: 100, bound: 100 });
  });

  it('misses nothing while a position or an order is there', () => {
    expect(watchOf(holding()).absence(BTC, 1e9)).toBeUndefined();
    expect(watchOf(ordering()).absence(BTC, 1e9)).toBeUndefined();
  });

  it('misses a position that was there at once', () => {
    expect(watchOf(holding(), nothing).absence(BTC, 25)).toEqual({ name: 'closed-by-others', value: 5 });
  });

  it('misses nothing while a position is closed and an order is open', () => {
    expect(watchOf(holding(), ordering()).absence(BTC, 1e9)).toBeUndefined();
  });

  it('does not take the position from before a turn for the new one', () => {
    const watch = watchOf(holding());
    watch.decide(BTC, -1_000, 15);
    watch.observe(nothing, 20);
    expect(watch.absence(BTC, 119)).toBeUndefined();
    expect(watch.absence(BTC, 120)).toMatchObject({ name: 'not-held' });
    watch.observe(holding(-1), 130);
    watch.observe(nothing, 140);
    expect(watch.absence(BTC, 141)).toMatchObject({ name: 'closed-by-others' });
  });

  it('takes a change of size for the same decision', () => {
    const watch = watchOf(holding());
    watch.decide(BTC, 500, 15);
    watch.observe(nothing, 20);
    expect(watch.absence(BTC, 20)).toMatchObject({ name: 'closed-by-others' });
  });

  it('knows what is there, and since when it is gone', () => {
    const watch = watchOf(holding(1, ETH), ordering(BTC));
    expect([...watch.present]).toEqual([BTC]);
    expect(watch.goneMs(ETH)).toBe(20);
    expect(watch.goneMs(BTC)).toBe(-Infinity);
  });
});
