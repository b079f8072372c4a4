import { from, NEVER, throwError, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import {
  unixMs,
  type Bar,
  type BarClosed,
  type BarSpec,
  type MarketData,
  type MarketId,
  type Trade,
  type Trades,
} from '@perpstream/core';
import { block, BTC, collectFaults, ETH } from '@perpstream/testing';
import { candle, candleFrame, minuteCandles } from '../../fixtures/candle-inputs';
import { bookSnapshot, gap, trade, tradeHistory, tradeId, trades } from '../../fixtures/market-inputs';
import { bars } from './bars';

let nextHeight = 1;

const lengthMs = ({ endMs, startMs }: Bar): number => endMs - startMs;

/** One frame of one trade at an exchange time. */
function tradeAt(ms: number, marketId: MarketId = BTC): Trades {
  return trades([trade({ id: tradeId(nextHeight++), exchangeMs: unixMs(ms) })], {
    marketId,
    cause: ms,
    receivedMs: unixMs(ms + 40),
  });
}

const blockAt = (ms: number): MarketData => block({ exchangeMs: unixMs(ms), receivedMs: unixMs(ms + 40), cause: ms });

const frameOf = (...list: readonly [ms: number, id: number][]): Trade[] =>
  list.map(([ms, id]) => trade({ id: tradeId(id), exchangeMs: unixMs(ms), priceUsd: id }));

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

  it('counts a repeated trade once', () => {
    const frame = tradeAt(100);
    expect(barsOf([frame, frame, blockAt(1_000)])[0]?.bar.trades).toBe(1);
  });

  it('reports a late trade once, with the intervals that do not count it, and counts it where its bar is open', () => {
    const faults = collectFaults();
    const closed = barsOf([tradeAt(100), tradeAt(2_100), tradeAt(200), blockAt(10_000)], [10_000, 1_000, 500], faults);
    expect(faults.faults).toMatchObject([{ kind: 'late-data', where: 'bars of BTC-USD', marketId: BTC, cause: 200 }]);
    expect(faults.faults[0]?.message).toContain('older than the open bar of time 1000 ms, time 500 ms');
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

  it('makes bars of every kind from the same trades', () => {
    const specs: BarSpec[] = [
      { type: 'tick', trades: 2 },
      { type: 'volume', base: 3 },
      { type: 'dollar', usd: 400 },
      { type: 'imbalance', usd: 100 },
    ];
    const closed: string[] = [];
    from([1, 2, 3, 4].map((ms) => tradeAt(ms)))
      .pipe(bars({ faults: collectFaults(), bars: specs }))
      .subscribe(({ bar }) => closed.push(`${bar.spec.type} ${bar.trades}`));
    expect(closed).toEqual([
      'imbalance 1',
      'tick 2',
      'imbalance 1',
      'volume 3',
      'imbalance 1',
      'tick 2',
      'dollar 4',
      'imbalance 1',
    ]);
  });

  describe('over an interruption', () => {
    it('closes nothing before the first frame of trades and makes bars of the history in it', () => {
      const closed = barsOf([blockAt(3_500), tradeHistory(frameOf([900, 1], [1_200, 2], [2_100, 3]), { cause: 9 })]);
      expect(closed.map(({ cause, bar }) => [cause, bar.startMs, bar.trades, bar.isComplete])).toEqual([
        [9, 0, 1, false],
        [9, 1_000, 1, true],
        [9, 2_000, 1, true],
      ]);
    });

    it('waits for the snapshot after a gap, adds what it did not see, and then closes what is due', () => {
      const closed = barsOf([
        tradeHistory(frameOf([500, 1])),
        trades(frameOf([1_500, 2])),
        gap('trades'),
        blockAt(5_000),
        tradeHistory(frameOf([1_500, 2], [1_800, 3], [2_500, 4]), { cause: 9 }),
      ]);
      expect(closed.slice(1).map(({ cause, bar }) => [cause, bar.startMs, bar.trades, bar.closeUsd])).toEqual([
        [9, 1_000, 2, 3],
        [9, 2_000, 1, 4],
        [9, 3_000, 0, 4],
        [9, 4_000, 0, 4],
      ]);
      expect(closed.slice(1).every(({ bar }) => bar.isComplete)).toBe(true);
    });

    it('marks the bars of which trades may be missing when the snapshot does not reach back', () => {
      const closed = barsOf([
        tradeHistory(frameOf([500, 1])),
        trades(frameOf([1_500, 2])),
        gap('trades'),
        tradeHistory(frameOf([3_500, 7])),
        blockAt(5_000),
      ]);
      expect(closed.map(({ bar }) => [bar.startMs, bar.isComplete])).toEqual([
        [0, false],
        [1_000, false],
        [2_000, false],
        [3_000, false],
        [4_000, true],
      ]);
    });

    it('marks them as well when live trades come without a snapshot', () => {
      const closed = barsOf([tradeAt(500), tradeAt(1_500), gap('trades'), tradeAt(2_500), blockAt(4_000)]);
      expect(closed.map(({ bar }) => bar.isComplete)).toEqual([false, false, false, true]);
    });

    it('goes on after a gap of another channel', () => {
      expect(barsOf([tradeAt(100), gap('book'), gap('markets'), blockAt(1_000)])).toHaveLength(1);
    });

    it('holds bars that close in doubt for incomplete, and those after it not', () => {
      const doubt = { ...gap('trades'), kind: 'doubt' as const };
      const closed = barsOf([
        tradeHistory([]),
        tradeAt(100),
        { ...doubt, isOver: false },
        blockAt(1_000),
        { ...doubt, isOver: true },
        blockAt(2_000),
        { ...doubt, channel: 'book', isOver: false },
        blockAt(3_000),
      ]);
      expect(closed.map(({ bar }) => bar.isComplete)).toEqual([false, true, true]);
    });

    it('adds trades that a lost message held when the next snapshot tells them', () => {
      const closed = barsOf([
        tradeHistory([]),
        trades(frameOf([1_100, 1])),
        trades(frameOf([1_300, 3])),
        gap('trades'),
        tradeHistory(frameOf([1_100, 1], [1_200, 2], [1_300, 3])),
        blockAt(2_000),
      ]);
      expect(closed).toMatchObject([{ bar: { trades: 3, closeUsd: 3, isComplete: true } }]);
    });
  });

  describe('of odd data', () => {
    it('goes on after a trade dated in the future: one fault, not counted', () => {
      const faults = collectFaults();
      const ahead = { ...tradeAt(99_000_000), receivedMs: unixMs(600) };
      const inputs = [tradeAt(100), blockAt(500), ahead, tradeAt(700), blockAt(1_000)];
      expect(barsOf(inputs, [1_000], faults)).toMatchObject([{ bar: { trades: 2 } }]);
      expect(faults.faults).toMatchObject([{ kind: 'malformed-frame', where: 'trades of BTC-USD' }]);
    });

    it('goes on after a block dated in the future: one fault, closes nothing', () => {
      const faults = collectFaults();
      const odd = block({ exchangeMs: unixMs(99_000_000), receivedMs: unixMs(600), height: 7 });
      const inputs = [tradeAt(100), blockAt(500), odd, tradeAt(700), blockAt(1_000), blockAt(2_000)];
      expect(barsOf(inputs, [1_000], faults).map(({ bar }) => [bar.startMs, bar.trades])).toEqual([
        [0, 2],
        [1_000, 0],
      ]);
      expect(faults.faults).toMatchObject([{ kind: 'malformed-frame', where: 'blocks' }]);
    });

    it.each(['ffffffffffffffffffffffff', 'zz', '0', 'Infinity'])('goes on after the id %p', (id) => {
      const odd = trades([trade({ id, exchangeMs: unixMs(200) })]);
      expect(barsOf([tradeAt(100), odd, tradeAt(300), blockAt(1_000)])).toMatchObject([{ bar: { trades: 3 } }]);
    });

    it('does not take candles dated in the future', () => {
      const faults = collectFaults();
      const ahead = minuteCandles(9_000, 9_000, { receivedMs: unixMs(500) });
      barsOf([tradeAt(100), blockAt(500), ahead], [60_000], faults);
      expect(faults.faults).toMatchObject([{ kind: 'malformed-frame', where: 'bars of BTC-USD' }]);
    });
  });

  describe('joined with candles', () => {
    const minute = 60_000;
    const summaryOf = (inputs: readonly MarketData[]): string[] =>
      barsOf(inputs, [minute]).map(
        ({ bar }) => `${bar.startMs / minute} ${bar.source} ${bar.isComplete ? 'complete' : 'incomplete'}`,
      );

    it.each<[name: string, inputs: MarketData[]]>([
      [
        'candles first',
        [minuteCandles(0, 3), tradeHistory(frameOf([2.5 * minute, 1], [3.2 * minute, 2])), blockAt(3.3 * minute)],
      ],
      [
        'trades first',
        [tradeHistory(frameOf([2.5 * minute, 1], [3.2 * minute, 2])), minuteCandles(0, 3), blockAt(3.3 * minute)],
      ],
    ])('R21: takes what is before the trades from candles, once, oldest first: %s', (_, inputs) => {
      const history = ['0 candle complete', '1 candle complete', '2 candle complete'];
      expect(summaryOf(inputs)).toEqual(history);
      expect(summaryOf([...inputs, minuteCandles(0, 3), blockAt(4 * minute)])).toEqual([
        ...history,
        '3 trades complete',
      ]);
    });

    it('does not wait for candles for ever', () => {
      const inputs = [blockAt(200), tradeHistory(frameOf([100, 1]), { receivedMs: unixMs(250) })];
      expect(summaryOf([...inputs, blockAt(minute)])).toEqual(['0 trades incomplete']);
    });

    it('takes no candles of before the bars once those were sent', () => {
      const inputs = [tradeHistory(frameOf([5.5 * minute, 1])), blockAt(6 * minute), blockAt(7 * minute)];
      expect(summaryOf([...inputs, minuteCandles(0, 7)])).toEqual(['5 trades incomplete', '6 trades complete']);
    });

    it('takes a bar of which trades are missing from the candle, and lets those behind it wait', () => {
      const inputs = [
        minuteCandles(0, 1),
        tradeHistory(frameOf([0.5 * minute, 1], [1.1 * minute, 2])),
        gap('trades'),
        tradeHistory(frameOf([1.9 * minute, 9]), { receivedMs: unixMs(1.95 * minute) }),
        tradeAt(3 * minute),
      ];
      expect(summaryOf(inputs)).toEqual(['0 candle complete']);
      expect(summaryOf([...inputs, minuteCandles(1, 2, { receivedMs: unixMs(3 * minute + 50) })])).toEqual([
        '0 candle complete',
        '1 candle complete',
        '2 trades complete',
      ]);
    });

    it('does not take over a candle that was still growing when the candles were interrupted', () => {
      const inputs = [
        minuteCandles(0, 1),
        tradeHistory(frameOf([1.1 * minute, 2])),
        gap('candles'),
        minuteCandles(2, 3, { receivedMs: unixMs(3.1 * minute) }),
        blockAt(3.1 * minute),
      ];
      expect(summaryOf(inputs)).toEqual(['0 candle complete']);
      expect(summaryOf([...inputs, blockAt(3.5 * minute)])).toEqual([
        '0 candle complete',
        '1 trades incomplete',
        '2 trades complete',
      ]);
    });

    it('relies on no candle in doubt', () => {
      const doubt = { ...gap('candles'), kind: 'doubt' as const };
      const inputs: MarketData[] = [
        minuteCandles(0, 3),
        { ...doubt, isOver: false },
        tradeHistory(frameOf([3.1 * minute, 2])),
      ];
      expect(summaryOf([...inputs, { ...doubt, isOver: true }])).toEqual([]);
      expect(summaryOf([...inputs, blockAt(4 * minute)])).toEqual([]);
    });

    describe('of a market of which no trades are told', () => {
      const update = (fromMinute: number, toMinute: number): MarketData => ({
        ...minuteCandles(fromMinute, toMinute, { receivedMs: unixMs(toMinute * minute) }),
        isSnapshot: false,
      });

      it('takes bars from candles alone, each at once when a later one is stated', () => {
        const inputs = [blockAt(0), update(0, 0), update(0, 1)];
        expect(summaryOf(inputs)).toEqual(['0 candle complete']);
        expect(barsOf(inputs, [minute])).toMatchObject([{ receivedMs: minute, bar: { endMs: minute } }]);
        expect(summaryOf([...inputs, update(1, 2), update(2, 3)])).toEqual([
          '0 candle complete',
          '1 candle complete',
          '2 candle complete',
        ]);
      });

      it('makes nothing up for a hole in the candles, nor of what was growing before it', () => {
        expect(summaryOf([blockAt(0), update(0, 1), update(4, 5)])).toEqual([
          '0 candle complete',
          '1 candle complete',
          '4 candle complete',
        ]);
        expect(summaryOf([blockAt(0), update(0, 1), gap('candles'), update(4, 5)])).toEqual([
          '0 candle complete',
          '4 candle complete',
        ]);
      });

      it('waits for trades while there are only the candles sent on subscribing', () => {
        expect(summaryOf([minuteCandles(0, 3)])).toEqual([]);
      });

      it('goes on with bars from trades once these come, each period once', () => {
        const history = tradeHistory(frameOf([3.1 * minute, 2]), { receivedMs: unixMs(3.11 * minute) });
        const inputs = [blockAt(0), update(0, 1), update(1, 2), history, update(2, 3)];
        expect(summaryOf([...inputs, blockAt(4 * minute)])).toEqual([
          '0 candle complete',
          '1 candle complete',
          '2 candle complete',
        ]);
        expect(summaryOf([...inputs, update(3, 4), blockAt(4 * minute)]).at(-1)).toBe('3 candle complete');
      });
    });

    it('joins every length that the exchange has, and no other', () => {
      const hour = candleFrame(
        [0, 1].map((start) => candle({ resolution: '1HOUR', startedMs: unixMs(start * 3_600_000) })),
      );
      const closed = barsOf([hour, tradeHistory(frameOf([3_600_500, 1]))], [3_600_000, minute, 1_000]);
      expect(closed.map(({ bar }) => [bar.source, lengthMs(bar)])).toEqual([['candle', 3_600_000]]);
      expect(closed[0]?.bar.buyBase).toBeNaN();
    });
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
