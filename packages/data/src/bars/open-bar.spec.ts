import { unixMs, type Bar, type BarClosed } from '@perpstream/core';
import { barClosed } from '@perpstream/testing';
import { trade } from '../../fixtures/market-inputs';
import { OpenBar } from './open-bar';

const openBar = (): OpenBar => new OpenBar({ type: 'tick', trades: 2 }, 0, 100);

describe('OpenBar', () => {
  it('R22: is another type than a closed bar', () => {
    const open = openBar();
    // @ts-expect-error an open bar is not a closed one
    const bar: Bar = open;
    // @ts-expect-error an event tells closed bars only
    const event: BarClosed = { ...barClosed(), bar: open };
    expect([bar, event]).toHaveLength(2);
  });

  it('R22: closes into a bar with its close time that later trades do not change', () => {
    const open = openBar();
    open.add(trade({ priceUsd: 5 }));
    const bar: Bar = open.closed(7, true);
    open.add(trade({ priceUsd: 50 }));
    expect(bar).toMatchObject({ endMs: 7, highUsd: 5, trades: 1 });
    expect(() => Object.assign(bar, { closeUsd: 1 })).toThrow(TypeError);
  });

  it('orders trades of one block by their ids', () => {
    const open = openBar();
    const of = (id: string, priceUsd: number): void => open.add(trade({ id, priceUsd, exchangeMs: unixMs(3) }));
    of('0b', 2);
    of('0c', 3);
    of('0a', 1);
    expect(open.closed(4, true)).toMatchObject({ openUsd: 1, closeUsd: 3 });
  });
});
