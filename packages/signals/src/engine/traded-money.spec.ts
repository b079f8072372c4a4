import { unixMs, type Bar, type BarClosed, type ProcessedMarketData } from '@perpstream/core';
import { barClosed, bookUpdate, marketContext, tradeFlow } from '@perpstream/testing';
import { barReader } from './bar-source';
import { TradedMoney } from './traded-money';

const MINUTE_MS = 60_000;

const bar = (startMs: number, given: Partial<Bar> = {}): BarClosed =>
  barClosed({
    receivedMs: unixMs(0),
    bar: { ...barClosed().bar, startMs: unixMs(startMs), endMs: unixMs(startMs + MINUTE_MS), ...given },
  });

/** What stands in the fields after each event that is taken. */
function taken(traded: TradedMoney, events: readonly ProcessedMarketData[]): object[] {
  return events.flatMap((event) => (traded.take(event) ? [{ ...traded }] : []));
}

describe('TradedMoney of live events', () => {
  it('reads the money out of flows and the time out of books too', () => {
    const flow = tradeFlow({ receivedMs: unixMs(400), buyUsd: 30, sellUsd: 50, trades: 3, largestTradeUsd: 45 });
    const events = [bookUpdate({ receivedMs: unixMs(100) }), flow, bookUpdate({ receivedMs: unixMs(650) })];
    const none = { usd: 0, signedUsd: 0, trades: 0, largestTradeUsd: 0 };
    expect(taken(new TradedMoney(undefined), events)).toMatchObject([
      { ...none, atMs: 100, stepMs: 0, seenMs: 0 },
      { usd: 80, signedUsd: -20, trades: 3, largestTradeUsd: 45, atMs: 400, stepMs: 300, seenMs: 300 },
      { ...none, atMs: 650, stepMs: 250, seenMs: 550 },
    ]);
  });

  it('passes over everything else, bars too', () => {
    const traded = new TradedMoney(undefined);
    expect([bar(0), marketContext()].map((event) => traded.take(event))).toEqual([false, false]);
  });
});

describe('TradedMoney of bars', () => {
  const ofBars = (): TradedMoney => new TradedMoney(barReader(MINUTE_MS));

  it('reads money and sides, each bar as long as it is, although all came at once', () => {
    const events = [bar(0, { volumeUsd: 200, volumeBase: 4, buyBase: 3, trades: 7 }), bar(MINUTE_MS)];
    expect(taken(ofBars(), events)).toMatchObject([
      { usd: 200, signedUsd: 100, trades: 7, largestTradeUsd: 0, atMs: 0, stepMs: MINUTE_MS, seenMs: 0 },
      { usd: 100, signedUsd: 100, trades: 1, atMs: MINUTE_MS, stepMs: MINUTE_MS, seenMs: MINUTE_MS },
    ]);
  });

  it('does not know the sides of a bar from a candle, and knows those of a bar without volume', () => {
    const candle = bar(0, { source: 'candle', buyBase: NaN });
    const empty = { volumeUsd: 0, volumeBase: 0 };
    const events = [candle, bar(1, { ...empty, buyBase: NaN }), bar(2, { ...empty, buyBase: 0 })];
    expect(taken(ofBars(), events)).toMatchObject([{ signedUsd: NaN }, { signedUsd: NaN }, { signedUsd: 0 }]);
  });

  it('passes over bars of which trades may be missing, other bars, books and flows', () => {
    const traded = ofBars();
    const other = bar(0, { spec: { type: 'time', intervalMs: 5_000 } });
    const events = [bar(0, { isComplete: false }), other, bookUpdate(), tradeFlow()];
    expect(events.map((event) => traded.take(event))).toEqual([false, false, false, false]);
    expect(taken(traded, [bar(MINUTE_MS)])).toMatchObject([{ seenMs: 0 }]);
  });
});
