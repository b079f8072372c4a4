import { type AuditEvent, type BarClosed } from '@perpstream/core';
import fc from 'fast-check';
import { backtestOn, EAGER, IDLE } from '../../../fixtures/backtest-run';
import {
  candleCsv,
  candlesAlong,
  MINUTE_MS,
  START_MS,
  wanderingCandles,
  type CandleRow,
} from '../../../fixtures/candle-files';
import { isDecisionEvent, toJson } from '../../run/decision-hash';
import { backtestFigures } from '../results/backtest-summary';

const CANDLES = 300;
const HOUR_MS = 60 * MINUTE_MS;
const btc = wanderingCandles(3, CANDLES);
const eth = wanderingCandles(8, CANDLES, 7);
const files = (...rows: readonly (readonly CandleRow[])[]): Record<string, string> =>
  Object.fromEntries(rows.map((candles, index) => [['BTC.csv', 'ETH.csv'][index]!, candleCsv(candles)]));
const funding = {
  'BTC.csv': ['ts_ms,rate', ...[0, 1, 2, 3, 4, 5, 6].map((hour) => `${START_MS + hour * HOUR_MS},0.00${hour}`)].join(
    '\n',
  ),
};

const eventsOf = <Topic extends AuditEvent['topic']>(audits: readonly AuditEvent[], topic: Topic) =>
  audits.flatMap((audit) =>
    audit.topic === topic ? [audit.event as Extract<AuditEvent, { topic: Topic }>['event']] : [],
  );

/** All that was decided up to a time, scores included. */
function decidedUntil(audits: readonly AuditEvent[], toMs: number): string[] {
  return audits
    .filter((audit) => (isDecisionEvent(audit) || audit.topic === 'scores') && audit.event.receivedMs <= toMs)
    .map(({ topic, event }) => `${topic} ${toJson(event)}`);
}

describe('a backtest', () => {
  it('trades, and does the same again', async () => {
    const [first, second] = [await backtestOn(files(btc, eth)), await backtestOn(files(btc, eth))];
    expect(first.recorder.fills.length).toBeGreaterThan(10);
    expect(first.candles).toBe(2 * CANDLES);
    expect(first.prices).toBe(8 * CANDLES);
    expect(second.recorder.hash.value).toBe(first.recorder.hash.value);
    expect(second.recorder.fills).toEqual(first.recorder.fills);
  });

  it.each(['ohlc', 'close'] as const)('does not know the future: cut anywhere, path %s', async (path) => {
    const whole = await backtestOn(files(btc, eth), { path, funding });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 30, max: CANDLES - 1 }), async (cut) => {
        const part = await backtestOn(files(btc.slice(0, cut), eth.slice(0, cut)), { path, funding });
        const endMs = START_MS + cut * MINUTE_MS;
        expect(decidedUntil(part.audits, endMs)).toEqual(decidedUntil(whole.audits, endMs));
      }),
      { numRuns: 6, seed: 11 },
    );
  });

  it('does not know the future: with other prices, volumes and funding from any open on', async () => {
    const whole = await backtestOn(files(btc, eth), { funding });
    // The open of the candle at the cut is known, nothing else of it.
    const changed = (rows: readonly CandleRow[], cut: number): CandleRow[] =>
      rows.map(([atMs, open, high, low, close, volume], index) =>
        index < cut
          ? rows[index]!
          : [atMs, index === cut ? open : open * 2, high * 3, low / 2, close * 0.9, volume * 10],
      );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 30, max: CANDLES - 1 }), async (cut) => {
        const openMs = START_MS + cut * MINUTE_MS;
        const rows = funding['BTC.csv'].split('\n').map((row) => {
          const [atMs = ''] = row.split(',');
          return Number(atMs) > openMs ? `${atMs},-0.01` : row;
        });
        const other = await backtestOn(files(changed(btc, cut), changed(eth, cut)), {
          funding: { 'BTC.csv': rows.join('\n') },
        });
        const nextPriceMs = openMs + MINUTE_MS / 3;
        expect(decidedUntil(other.audits, nextPriceMs - 1)).toEqual(decidedUntil(whole.audits, nextPriceMs - 1));
        expect(other.recorder.hash.value).not.toBe(whole.recorder.hash.value);
      }),
      { numRuns: 6, seed: 12 },
    );
  });

  it('adds up: start, realised, unrealised, funding and fees make the equity, and the markets make it, too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), fc.constantFrom('ohlc', 'close'), async (seed, path) => {
        const candles = files(wanderingCandles(seed, 200), wanderingCandles(seed + 1, 200, 0.03));
        const { recorder } = await backtestOn(candles, { path, funding, assumptions: { depthShare: 0.001 } });
        const figures = backtestFigures(recorder, 10_000);
        const { realizedPnlUsd, unrealizedPnlUsd, fundingUsd, feesUsd, equityEndUsd, byMarket, byStrategy } = figures;
        expect(10_000 + realizedPnlUsd + unrealizedPnlUsd + fundingUsd - feesUsd).toBeCloseTo(equityEndUsd, 5);
        const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
        expect(sum(byMarket.map(({ profitUsd }) => profitUsd))).toBeCloseTo(equityEndUsd - 10_000, 5);
        expect(sum(byStrategy.map(({ profitUsd }) => profitUsd))).toBeCloseTo(equityEndUsd - 10_000, 5);
        expect(sum(byMarket.map(({ feesUsd: fees }) => fees))).toBeCloseTo(feesUsd, 6);
        expect(sum(byMarket.map(({ fundingUsd: received }) => received))).toBeCloseTo(fundingUsd, 6);
      }),
      { numRuns: 8, seed: 13 },
    );
  });

  it('costs nothing when nothing is decided', async () => {
    const { recorder } = await backtestOn(files(btc), { config: IDLE, funding });
    expect(backtestFigures(recorder, 10_000)).toMatchObject({
      decisions: 0,
      fills: 0,
      equityEndUsd: 10_000,
      totalReturn: 0,
      maxDrawdown: { usd: 0, fraction: 0 },
      sharpe: null,
      exposure: { meanLeverage: 0, timeInMarket: 0 },
      feesUsd: 0,
      fundingUsd: 0,
      byMarket: [],
      byStrategy: [{ strategy: 'momentumSniper', profitUsd: 0 }],
    });
  });

  it('never fills an order in the step in which it was decided', async () => {
    for (const path of ['ohlc', 'close'] as const) {
      const { audits } = await backtestOn(files(btc, eth), { path });
      const sentAt = new Map(
        eventsOf(audits, 'order').flatMap((order) =>
          order.kind === 'order' ? [[order.clientId, order.receivedMs] as const] : [],
        ),
      );
      for (const report of eventsOf(audits, 'execution')) {
        if (report.kind === 'filled') expect(report.receivedMs).toBeGreaterThan(sentAt.get(report.clientId)!);
      }
    }
  });

  it('delivers each candle as a bar, at its end and not before', async () => {
    const { audits } = await backtestOn(files(btc));
    const bars = eventsOf(audits, 'data').filter((event): event is BarClosed => event.kind === 'bar');
    expect(bars).toHaveLength(CANDLES);
    bars.forEach(({ receivedMs, bar }, index) => {
      const [atMs, openUsd, highUsd, lowUsd, closeUsd, volumeBase] = btc[index]!;
      expect(bar).toMatchObject({ source: 'candle', startMs: atMs, openUsd, highUsd, lowUsd, closeUsd, volumeBase });
      expect(receivedMs).toBe(bar.endMs);
    });
  });

  it('has no fault and is always live on whole data', async () => {
    const { audits, recorder } = await backtestOn(files(btc, eth), { path: 'close' });
    expect(recorder.faults).toEqual({});
    const levels = eventsOf(audits, 'data').flatMap((event) => (event.kind === 'quality' ? [event.level] : []));
    expect(levels).toEqual(['syncing', 'live', 'syncing', 'live']);
  });

  it('lets a market go stale in a hole, and makes no bar up for it', async () => {
    const holed = btc.filter((_, index) => index < 100 || index >= 110);
    const { audits } = await backtestOn(files(holed, eth));
    const data = eventsOf(audits, 'data').filter((event) => 'marketId' in event && event.marketId === 'BTC-USD');
    const stale = data.filter((event) => event.kind === 'quality' && event.level === 'stale');
    expect(stale.map(({ receivedMs }) => (receivedMs - START_MS) / MINUTE_MS)).toEqual([102.5]);
    const starts = data.flatMap((event) => (event.kind === 'bar' ? [(event.bar.startMs - START_MS) / MINUTE_MS] : []));
    expect(starts.slice(98, 103)).toEqual([98, 99, 110, 111, 112]);
  });

  it('pays, at each full hour, the rate of the hour that ends, and shows only the one before', async () => {
    const { audits } = await backtestOn(files(btc), { funding });
    const contexts = eventsOf(audits, 'data').flatMap((event) => (event.kind === 'context' ? [event] : []));
    for (const { receivedMs, nextFundingRate1h } of contexts) {
      expect(nextFundingRate1h).toBe(Math.floor((receivedMs - START_MS - 1) / HOUR_MS) / 1_000);
    }
    const paid = eventsOf(audits, 'position').filter(({ reason }) => reason === 'funding');
    expect(paid.length).toBeGreaterThan(2);
    for (const { receivedMs, sizeBase, fundingUsd } of paid) {
      const hour = (receivedMs - START_MS) / HOUR_MS;
      const closeUsd = btc[hour * 60 - 1]![4];
      expect(fundingUsd).toBeCloseTo((-sizeBase * closeUsd * hour) / 1_000, 5);
    }
  });

  it('is a hand-computed example: one long, one short, every cent told', async () => {
    // Flat at 100, up to 110, flat, down to 95, flat: 0.01 % of noise lets the score know what is usual.
    const ramp = (fromUsd: number, toUsd: number, steps: number): number[] =>
      Array.from({ length: steps }, (_, index) => fromUsd + ((toUsd - fromUsd) * (index + 1)) / steps);
    const flat = (usd: number, steps: number): number[] =>
      Array.from({ length: steps }, (_, index) => usd + (index % 2) * 0.01);
    const prices = [
      ...flat(100, 60),
      ...ramp(100, 110, 10),
      ...flat(110, 40),
      ...ramp(110, 95, 10),
      ...flat(95, 40),
      ...ramp(95, 96, 6),
      ...flat(96, 2),
    ];
    const candles = candlesAlong(prices.map((usd) => Number(usd.toFixed(3))));
    const options = { path: 'close', assumptions: { spreadBps: 10 } } as const;
    const { recorder } = await backtestOn(files(candles), options);
    const { fills } = recorder;
    expect(fills.map(({ side }) => side)).toEqual(['buy', 'sell', 'sell', 'buy']);
    // A median minute is worth 100,000 USD, a level a tenth of it: 1,000 USD trade at the first one, half of 10 bps away.
    let cashUsd = 10_000;
    for (const { side, priceUsd, sizeBase, feeUsd, atMs } of fills) {
      const openUsd = candles[Math.floor((atMs - START_MS) / MINUTE_MS)]![1];
      const sign = side === 'buy' ? 1 : -1;
      expect(priceUsd).toBeCloseTo(openUsd * (1 + sign * 0.0005), 2);
      expect(feeUsd).toBeCloseTo(priceUsd * sizeBase * 0.0005, 5);
      cashUsd -= sign * priceUsd * sizeBase + feeUsd;
    }
    const [buy, sell, short, cover] = fills;
    expect(sell!.sizeBase).toBe(buy!.sizeBase);
    expect(cover!.sizeBase).toBe(short!.sizeBase);
    const figures = backtestFigures(recorder, 10_000);
    expect(figures.equityEndUsd).toBeCloseTo(cashUsd, 5);
    const grossUsd =
      buy!.sizeBase * (sell!.priceUsd - buy!.priceUsd) + short!.sizeBase * (short!.priceUsd - cover!.priceUsd);
    expect(figures.realizedPnlUsd).toBeCloseTo(grossUsd, 5);
    expect(figures.unrealizedPnlUsd).toBe(0);
    // The noise is a basis point, a fifth of the half spread.
    expect(Math.abs(figures.spreadUsd / figures.tradedUsd - 0.0005)).toBeLessThan(0.0001);
    expect(EAGER.account.takerFeeBps).toBe(5);
  });
});
