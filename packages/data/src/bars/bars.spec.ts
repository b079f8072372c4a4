import { from, NEVER, throwError, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { unixMs, type Bar, type BarClosed, type MarketData, type MarketId, type Trades } from '@perpstream/core';
import { block, BTC, collectFaults, ETH } from '@perpstream/testing';
import { bookSnapshot, trade, tradeHistory, tradeId, trades } from '../../fixtures/market-inputs';
import { bars } from './bars';

let nextHeight = 1;

const lengthMs = ({ endMs, startMs }: Bar): number => endMs - startMs;

/** One frame of one trade at an exchange time. */
function tradeAt(ms: number, marketId: MarketId = BTC): Trades {
  return trades([trade({ id: tradeId(nextHeight++), exchangeMs: unixMs(ms) })], { marketId, cause: ms });
}

const blockAt = (ms: number): MarketData => block({ exchangeMs: unixMs(ms), receivedMs: unixMs(ms + 40), cause: ms });

function barsOf(inputs: readonly MarketData[], barIntervalsMs = [1_000], faults = collectFaults()): BarClosed[] {
  const closed: BarClosed[] = [];
  from(inputs)
    .pipe(bars({ faults, barIntervalsMs }))
    .subscribe((bar) => closed.push(bar));
  return closed;
}

const summary = (closed: readonly BarClosed[]): unknown[] =>
  closed.map(({ marketId, cause, bar }) => [marketId, lengthMs(bar), bar.startMs, cause]);

describe('bars', () => {
  it('closes a bar with a later trade of its market', () => {
    const closed = barsOf([tradeAt(100), tradeAt(900), tradeAt(1_100)]);
    expect(closed).toMatchObject([
      { kind: 'bar', marketId: BTC, cause: 1_100, bar: { startMs: 0, endMs: 1_000, trades: 2 } },
    ]);
  });

  it('closes a bar with a block at its end, with the event fields of the block', () => {
    expect(barsOf([tradeAt(100), blockAt(999)])).toEqual([]);
    expect(barsOf([tradeAt(100), blockAt(1_000)])).toMatchObject([{ receivedMs: 1_040, cause: 1_000 }]);
  });

  it('closes the bars of all markets with one block, in order of their first appearance', () => {
    const closed = barsOf([
      bookSnapshot(undefined, { marketId: ETH }),
      tradeAt(100, BTC),
      tradeAt(200, ETH),
      blockAt(2_000),
    ]);
    expect(summary(closed)).toEqual([
      [ETH, 1_000, 0, 2_000],
      [ETH, 1_000, 1_000, 2_000],
      [BTC, 1_000, 0, 2_000],
      [BTC, 1_000, 1_000, 2_000],
    ]);
  });

  it('does not close the bar of one market with the trade of another', () => {
    expect(barsOf([tradeAt(100, BTC), tradeAt(1_100, ETH)])).toEqual([]);
  });

  it('makes one series per interval, in the order of the option', () => {
    const closed = barsOf([tradeAt(100), tradeAt(2_100)], [2_000, 1_000]);
    expect(summary(closed)).toEqual([
      [BTC, 2_000, 0, 2_100],
      [BTC, 1_000, 0, 2_100],
      [BTC, 1_000, 1_000, 2_100],
    ]);
  });

  it('makes minutes and five seconds by default', () => {
    const closed: number[] = [];
    from([tradeAt(0), blockAt(60_000)])
      .pipe(bars({ faults: collectFaults() }))
      .subscribe(({ bar }) => closed.push(lengthMs(bar)));
    expect(closed).toEqual([60_000, ...Array.from({ length: 12 }, () => 5_000)]);
  });

  it('makes no bars from history, and none of its trades again', () => {
    const known = trade({ id: tradeId(nextHeight++), exchangeMs: unixMs(100) });
    expect(barsOf([tradeHistory([known]), trades([known]), blockAt(5_000)])).toEqual([]);
  });

  it('counts a repeated trade once', () => {
    const frame = tradeAt(100);
    expect(barsOf([frame, frame, blockAt(1_000)])[0]?.bar.trades).toBe(1);
  });

  it('reports a late trade once, with the intervals that do not count it, and counts it where its bar is open', () => {
    const faults = collectFaults();
    const closed = barsOf([tradeAt(100), tradeAt(2_100), tradeAt(200), blockAt(10_000)], [10_000, 1_000, 500], faults);
    expect(faults.faults).toMatchObject([{ kind: 'late-data', where: 'bars of BTC-USD', marketId: BTC, cause: 200 }]);
    expect(faults.faults[0]?.message).toContain('older than the open bar of 1000 ms, 500 ms');
    expect(closed.find(({ bar }) => lengthMs(bar) === 10_000)?.bar.trades).toBe(3);
    expect(closed.filter(({ bar }) => lengthMs(bar) === 1_000 && bar.startMs === 0)).toHaveLength(1);
  });

  it('reports all late trades of one frame together', () => {
    const faults = collectFaults();
    const inTime = [tradeAt(100), tradeAt(2_100)];
    const late = [200, 300].map((ms) => trade({ id: tradeId(nextHeight++), exchangeMs: unixMs(ms) }));
    barsOf([...inTime, trades(late, { cause: 7 })], [1_000], faults);
    expect(faults.faults).toMatchObject([{ kind: 'late-data', cause: 7 }]);
    expect(faults.faults[0]?.message).toContain(`late trades: 2, the first ${late[0]?.id} of 200`);
  });

  it('starts afresh with each subscription', () => {
    const closed$ = from([tradeAt(100), tradeAt(1_100)]).pipe(
      bars({ faults: collectFaults(), barIntervalsMs: [1_000] }),
    );
    const counts: number[] = [];
    closed$.subscribe(({ bar }) => counts.push(bar.trades));
    closed$.subscribe(({ bar }) => counts.push(bar.trades));
    expect(counts).toEqual([1, 1]);
  });

  it.each([[[0]], [[-5]], [[1.5]], [[NaN]], [[60_000, 60_000]]])('refuses the intervals %p', (barIntervalsMs) => {
    expect(() => bars({ faults: collectFaults(), barIntervalsMs })).toThrow(RangeError);
  });

  it.each<[name: string, source$: Observable<MarketData>, expected: string]>([
    ['empty', from([]), '|'],
    ['never', NEVER, '-'],
    ['failing', throwError(() => new Error('over')), '#'],
  ])('follows an %s source', (_, source$, expected) => {
    new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted)).run(({ expectObservable }) => {
      expectObservable(source$.pipe(bars({ faults: collectFaults() }))).toBe(expected, {}, new Error('over'));
    });
  });
});
