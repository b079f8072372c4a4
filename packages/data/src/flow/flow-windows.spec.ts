import fc from 'fast-check';
import { from, NEVER, throwError, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { unixMs, type FlowWindow, type MarketData, type Trade } from '@perpstream/core';
import { block, BTC, collectFaults, ETH } from '@perpstream/testing';
import { bookSnapshot, gap, trade, tradeHistory, tradeId, trades } from '../../fixtures/market-inputs';
import { flowWindows, type FlowWindowsOptions } from './flow-windows';

type Choice = Omit<FlowWindowsOptions, 'faults'>;

function windowsOf(inputs: readonly MarketData[], choice: Choice = { flowWindowsMs: [1_000] }): FlowWindow[] {
  const windows: FlowWindow[] = [];
  from(inputs)
    .pipe(flowWindows({ faults: collectFaults(), ...choice }))
    .subscribe((window) => windows.push(window));
  return windows;
}

let nextId = 1;
const at = (ms: number, given: Partial<Trade> = {}): Trade =>
  trade({ id: tradeId(nextId++), exchangeMs: unixMs(ms), ...given });
const blockAt = (ms: number): MarketData => block({ exchangeMs: unixMs(ms), receivedMs: unixMs(ms + 40), cause: ms });
const counts = (windows: readonly FlowWindow[]): unknown[] =>
  windows.map(({ exchangeMs, trades: count }) => [exchangeMs, count]);

describe('flowWindows', () => {
  it('tells what the trades of a window amount to', () => {
    const frame = [
      at(100, { side: 'buy', sizeBase: 2, priceUsd: 100 }),
      at(100, { side: 'sell', sizeBase: 1, priceUsd: 98 }),
      at(600, { side: 'buy', sizeBase: 1, priceUsd: 102 }),
    ];
    const choice = { flowWindowsMs: [2_000], largeTradeUsd: 102 };
    expect(windowsOf([trades(frame, { receivedMs: unixMs(650), cause: 7 })], choice)).toEqual([
      {
        kind: 'flow-window',
        marketId: BTC,
        receivedMs: 650,
        cause: 7,
        windowMs: 2_000,
        exchangeMs: 600,
        buyUsd: 302,
        sellUsd: 98,
        signedUsd: 204,
        volumeBase: 4,
        trades: 3,
        tradesPerSecond: 1.5,
        largeTrades: 2,
        largeUsd: 302,
        vwapUsd: 100,
      },
    ]);
  });

  it('tells again with the block with which trades leave, and not with others', () => {
    const windows = windowsOf([
      blockAt(50),
      trades([at(100), at(600)]),
      blockAt(1_000),
      blockAt(1_100),
      blockAt(1_599),
    ]);
    expect(counts(windows)).toEqual([
      [600, 2],
      [1_100, 1],
    ]);
    expect(windows[1]).toMatchObject({ receivedMs: 1_140, cause: 1_100 });
  });

  it('has no price when the last trade has left, and then nothing more to tell', () => {
    const windows = windowsOf([trades([at(100)]), blockAt(5_000), blockAt(9_000)]);
    expect(counts(windows)).toEqual([
      [100, 1],
      [5_000, 0],
    ]);
    expect(windows[1]).toMatchObject({ buyUsd: 0, tradesPerSecond: 0 });
    expect(windows[1]).not.toHaveProperty('vwapUsd');
  });

  it('has windows of 10, 60 and 300 s and takes 10,000 USD for large unless told otherwise', () => {
    const windows = windowsOf([trades([at(0, { priceUsd: 10_000 })])], {});
    expect(windows.map(({ windowMs, largeTrades }) => [windowMs, largeTrades])).toEqual([
      [10_000, 1],
      [60_000, 1],
      [300_000, 1],
    ]);
  });

  it('ends at the newest block where trades are older', () => {
    expect(counts(windowsOf([blockAt(900), trades([at(100)])]))).toEqual([[900, 1]]);
    expect(counts(windowsOf([blockAt(1_200), trades([at(100)])]))).toEqual([[1_200, 0]]);
  });

  it('counts the history of a snapshot, so that it is right from the start', () => {
    expect(counts(windowsOf([blockAt(1_200), tradeHistory([at(100), at(300), at(900)]), trades([at(1_300)])]))).toEqual(
      [
        [1_200, 2],
        [1_300, 2],
      ],
    );
  });

  it('goes on over an interruption that the snapshot bridges, and starts anew over one that it does not', () => {
    const known = at(100);
    expect(counts(windowsOf([trades([known]), gap('trades'), tradeHistory([known, at(200)])]))).toEqual([
      [100, 1],
      [200, 2],
    ]);
    expect(counts(windowsOf([trades([known]), gap('trades'), tradeHistory([at(300), at(400)])]))).toEqual([
      [100, 1],
      [400, 2],
    ]);
  });

  it('counts a late trade with the newest', () => {
    const inputs = [trades([at(100)]), trades([at(900)]), trades([at(500)]), blockAt(1_550), blockAt(1_900)];
    expect(counts(windowsOf(inputs))).toEqual([
      [100, 1],
      [900, 2],
      [900, 3],
      [1_550, 2],
      [1_900, 0],
    ]);
  });

  it('is silent about repetitions, other inputs and markets without trades', () => {
    const one = at(100);
    expect(
      windowsOf([trades([one]), trades([one]), bookSnapshot(undefined, { marketId: ETH }), blockAt(500)]),
    ).toHaveLength(1);
  });

  it('equals the naive sums over any trades and blocks, to the last bit of what can be told', () => {
    const anyStep = fc.record({
      waitMs: fc.integer({ min: 1, max: 900 }),
      sizes: fc.array(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
        const all: Trade[] = [];
        let ms = 0;
        const inputs = steps.flatMap(({ waitMs, sizes }) => {
          ms += waitMs;
          const made = sizes.map((sizeBase, index) => at(ms, { sizeBase, side: index % 2 === 0 ? 'buy' : 'sell' }));
          all.push(...made);
          return [trades(made, { receivedMs: unixMs(ms) }), blockAt(ms)];
        });
        for (const window of windowsOf(inputs, { flowWindowsMs: [1_000, 2_500] })) {
          const inside = all.filter(
            ({ exchangeMs }) => exchangeMs <= window.exchangeMs && exchangeMs > window.exchangeMs - window.windowMs,
          );
          const usd = (side: Trade['side']): number =>
            inside.reduce((sum, one) => sum + (one.side === side ? one.sizeBase * one.priceUsd : 0), 0);
          expect(window.trades).toBe(inside.length);
          expect(Math.abs(window.buyUsd - usd('buy'))).toBeLessThanOrEqual(1e-12 * usd('buy'));
          expect(Math.abs(window.sellUsd - usd('sell'))).toBeLessThanOrEqual(1e-12 * usd('sell'));
        }
      }),
    );
  });

  it('starts afresh with each subscription', () => {
    const window$ = from([trades([at(100)])]).pipe(flowWindows({ faults: collectFaults(), flowWindowsMs: [1_000] }));
    const seen: number[] = [];
    window$.subscribe((window) => seen.push(window.trades));
    window$.subscribe((window) => seen.push(window.trades));
    expect(seen).toEqual([1, 1]);
  });

  it.each<[choice: Choice, message: string]>([
    [{ flowWindowsMs: [0] }, 'flowWindowsMs must be > 0 and finite, one was 0'],
    [{ flowWindowsMs: [Infinity] }, 'one was Infinity'],
    [{ flowWindowsMs: [5, 5] }, '5 stands twice'],
    [{ largeTradeUsd: -1 }, 'largeTradeUsd must be >= 0, was -1'],
    [{ largeTradeUsd: NaN }, 'was NaN'],
  ])('refuses %p', (choice, message) => {
    expect(() => flowWindows({ faults: collectFaults(), ...choice })).toThrow(RangeError);
    expect(() => flowWindows({ faults: collectFaults(), ...choice })).toThrow(message);
  });

  it.each<[name: string, source$: Observable<MarketData>, expected: string]>([
    ['empty', from([]), '|'],
    ['never', NEVER, '-'],
    ['failing', throwError(() => new Error('over')), '#'],
  ])('follows an %s source', (_, source$, expected) => {
    new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted)).run(({ expectObservable }) => {
      expectObservable(source$.pipe(flowWindows({ faults: collectFaults() }))).toBe(expected, {}, new Error('over'));
    });
  });
});
