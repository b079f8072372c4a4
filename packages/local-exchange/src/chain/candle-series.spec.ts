import { CandleSeries, type BlockContext } from './candle-series';
import type { FlowTotals } from './flow-totals';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');

function flow(price: number, extra: Partial<FlowTotals> = {}): FlowTotals {
  return { open: price, high: price, low: price, close: price, quantums: 1, value: price, trades: 1, ...extra };
}

function at(seconds: number, mid = '9'): BlockContext {
  return { timeMs: NOON + seconds * 1_000, mid: () => mid, openInterest: () => '5' };
}

describe('CandleSeries', () => {
  it('has no candle before the first trade', () => {
    expect(new CandleSeries('1MIN').commit(undefined, at(0))).toBeUndefined();
  });

  it('grows with each block that traded and stays silent for others', () => {
    const series = new CandleSeries('1MIN');
    series.commit(flow(10), at(1));
    const { newest, ended } = series.commit(flow(12, { low: 9, trades: 3 }), at(2))!;
    expect(newest).toMatchObject({
      startedMs: NOON,
      totals: { open: 10, high: 12, low: 9, close: 12, quantums: 2, trades: 4 },
    });
    expect(ended).toBeUndefined();
    expect(series.commit(undefined, at(3))).toBeUndefined();
  });

  it('starts a period with an empty candle at the last close and states the closing mid of the one before', () => {
    const series = new CandleSeries('1MIN');
    series.commit(flow(10), at(1, '9.5'));
    const { ended, newest } = series.commit(undefined, at(60, '11'))!;
    expect(ended).toMatchObject({ startedMs: NOON, midOpen: '9.5', midClose: '11', totals: { close: 10, trades: 1 } });
    const totals = { open: 10, high: 10, low: 10, close: 10, quantums: 0, value: 0, trades: 0 };
    expect(newest).toEqual({ startedMs: NOON + 60_000, totals, openInterest: '5', midOpen: '11', midClose: null });
  });

  it('lets the first trade of an empty candle open it', () => {
    const series = new CandleSeries('1MIN');
    series.commit(flow(10), at(1));
    series.commit(undefined, at(60));
    expect(series.commit(flow(20), at(61))?.newest?.totals).toEqual(flow(20));
  });

  it.each([
    ['5MINS', 300],
    ['1HOUR', 3_600],
    ['1DAY', 43_200],
  ] as const)('cuts %s at %d seconds after noon', (resolution, seconds) => {
    const series = new CandleSeries(resolution);
    series.commit(flow(10), at(0));
    expect(series.commit(undefined, at(seconds - 1))).toBeUndefined();
    expect(series.commit(undefined, at(seconds))?.newest?.startedMs).toBe(NOON + seconds * 1_000);
  });
});
