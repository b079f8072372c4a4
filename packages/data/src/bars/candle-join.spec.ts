import { unixMs, type Bar, type Candle } from '@perpstream/core';
import { candle } from '../../fixtures/candle-inputs';
import { CandleJoin } from './candle-join';
import { OpenBar } from './open-bar';

const SPEC = { type: 'time' as const, intervalMs: 60_000 };
const candlesFrom = (fromMinute: number, toMinute: number): Candle[] =>
  Array.from({ length: toMinute - fromMinute + 1 }, (_, index) =>
    candle({ startedMs: unixMs((fromMinute + index) * 60_000) }),
  );
const barAt = (minute: number, isComplete = true): Bar =>
  new OpenBar(SPEC, minute * 60_000, 100).closed((minute + 1) * 60_000, isComplete);

/** A join, what it sent: the minute and the first letter of the source, and the minutes that its candles deny. */
function newJoin(): { readonly join: CandleJoin; readonly sent: string[]; readonly denied: number[] } {
  const sent: string[] = [];
  const denied: number[] = [];
  const join = new CandleJoin(
    SPEC,
    ({ startMs, source }) => sent.push(`${startMs / 60_000}${source[0]}`),
    ({ bar }) => denied.push(bar.startMs / 60_000),
  );
  return { join, sent, denied };
}

describe('CandleJoin', () => {
  it('waits at the start until candles show whether there is history, at most 10 s', () => {
    const { join, sent } = newJoin();
    join.begin(300_000);
    join.take(barAt(5));
    join.drain(1_000);
    join.drain(10_999);
    expect(sent).toEqual([]);
    join.drain(11_000);
    expect(sent).toEqual(['5t']);
  });

  it('sends the history as soon as it is known, not only when a bar closes', () => {
    const { join, sent } = newJoin();
    join.state(candlesFrom(3, 5));
    join.begin(300_000);
    join.drain(0);
    expect(sent).toEqual(['3c', '4c']);
  });

  it('waits for the candle of the last period before the bars to be final', () => {
    const { join, sent } = newJoin();
    join.state(candlesFrom(3, 4));
    join.begin(300_000);
    join.drain(0);
    expect(sent).toEqual([]);
    join.state(candlesFrom(5, 5));
    join.drain(50);
    expect(sent).toEqual(['3c', '4c']);
  });

  it('sends only the unbroken run of candles that leads to the bars, at most 1,000', () => {
    const { join, sent } = newJoin();
    join.state([...candlesFrom(0, 1), ...candlesFrom(3, 5)]);
    join.begin(300_000);
    join.drain(0);
    expect(sent).toEqual(['3c', '4c']);
    const long = newJoin();
    long.join.state(candlesFrom(0, 1_900));
    long.join.begin(1_900 * 60_000);
    long.join.drain(0);
    expect([long.sent.length, long.sent[0]]).toEqual([1_000, '900c']);
  });

  it('keeps the newest candles only, however many come before the bars', () => {
    const { join, sent } = newJoin();
    for (let minute = 0; minute <= 2_500; minute += 500) join.state(candlesFrom(minute, minute + 499));
    join.state(candlesFrom(3_000, 3_000));
    join.begin(3_000 * 60_000);
    join.drain(0);
    expect([sent.length, sent[0]]).toEqual([1_000, '2000c']);
  });

  it('takes an incomplete bar from its candle, and holds up the bars behind it meanwhile', () => {
    const { join, sent } = newJoin();
    join.state(candlesFrom(5, 5));
    join.begin(300_000);
    join.take(barAt(5, false));
    join.take(barAt(6));
    join.drain(0);
    expect(sent).toEqual([]);
    join.state(candlesFrom(5, 6));
    join.drain(1);
    expect(sent).toEqual(['5c', '6t']);
  });

  it('gives up on the candle after 10 s, and measures anew the next time', () => {
    const { join, sent } = newJoin();
    join.state(candlesFrom(5, 5));
    join.begin(300_000);
    join.take(barAt(5, false));
    join.drain(0);
    join.drain(10_000);
    join.take(barAt(6, false));
    join.drain(15_000);
    expect(sent).toEqual(['5t']);
    join.drain(25_000);
    expect(sent).toEqual(['5t', '6t']);
  });

  it('never takes a complete bar from a candle, nor a period twice', () => {
    const { join, sent } = newJoin();
    join.state(candlesFrom(4, 9));
    join.begin(300_000);
    join.take(barAt(5));
    join.drain(0);
    join.state(candlesFrom(3, 9));
    join.take(barAt(6, false));
    join.drain(0);
    expect(sent).toEqual(['4c', '5t', '6c']);
  });

  it('fills a hole between bars with candles', () => {
    const { join, sent } = newJoin();
    join.state(candlesFrom(4, 9));
    join.begin(300_000);
    join.take(barAt(5));
    join.begin(480_000);
    join.take(barAt(8));
    join.drain(0);
    expect(sent).toEqual(['4c', '5t', '6c', '7c', '8t']);
  });

  it('tells of a bar from trades that its candle denies, once, and not before the candle is final', () => {
    const { join, denied } = newJoin();
    const sound = { trades: 0, volumeBase: 0, volumeUsd: 0 };
    const stated = (minute: number, given: Partial<Candle> = {}): Candle =>
      candle({ startedMs: unixMs(minute * 60_000), ...sound, ...given });
    join.state([stated(4)]);
    join.begin(300_000);
    join.take(barAt(5));
    join.take(barAt(6));
    join.state([stated(5), stated(6, { trades: 2, volumeBase: 3 })]);
    join.drain(0);
    expect(denied).toEqual([]);
    join.state([stated(7)]);
    join.state([stated(6, { trades: 2, volumeBase: 3 })]);
    join.state([stated(5, { volumeBase: 1 }), stated(6, { trades: 2, volumeBase: 3 })]);
    expect(denied).toEqual([6, 5]);
  });

  it('does not compare bars that are not complete', () => {
    const { join, denied } = newJoin();
    join.begin(300_000);
    join.take(barAt(5, false));
    join.drain(20_000);
    join.state([candle({ startedMs: unixMs(300_000), trades: 9 }), candle({ startedMs: unixMs(360_000) })]);
    expect(denied).toEqual([]);
  });

  it('does not care about candles of another length, or that start in between', () => {
    const { join, sent } = newJoin();
    join.state([...candlesFrom(3, 4), candle({ startedMs: unixMs(300_001) })]);
    join.state([candle({ startedMs: unixMs(600_000), resolution: '5MINS' })]);
    join.begin(300_000);
    join.drain(0);
    expect(sent).toEqual([]);
  });
});
