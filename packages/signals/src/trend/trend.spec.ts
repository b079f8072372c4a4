import { marketId, unixMs, type BarClosed, type ProcessedMarketData } from '@perpstream/core';
import { barClosed, describeSignalContract, marketHistory, marketWalk, replayEvents, tradeFlow } from '@perpstream/testing'; // prettier-ignore
import fc from 'fast-check';
import { trend, trendDefaults, type TrendOptions } from './trend';

const MINUTE_MS = 60_000;

/** A bar of a minute that goes straight from open to close. */
function barAt(minute: number, openUsd: number, closeUsd: number, factor = 1): BarClosed {
  const prices = {
    openUsd: openUsd * factor,
    closeUsd: closeUsd * factor,
    highUsd: Math.max(openUsd, closeUsd) * factor,
    lowUsd: Math.min(openUsd, closeUsd) * factor,
  };
  const receivedMs = unixMs((minute + 1) * MINUTE_MS);
  return barClosed({ receivedMs, cause: minute, bar: { ...barClosed().bar, ...prices } });
}

const barsOf = (closesUsd: readonly number[], factor = 1): BarClosed[] =>
  closesUsd.map((closeUsd, minute) => barAt(minute, closesUsd[minute - 1] ?? closeUsd, closeUsd, factor));

function scoresOf(events: readonly ProcessedMarketData[], given: TrendOptions = {}): number[] {
  return replayEvents(events, () => trend(given)).outputs.map(({ score }) => score ?? NaN);
}

const short = { efficiencyBars: 4, adxBars: 3, varianceBars: 8, varianceHorizonBars: 2, warmUpMs: 8 * MINUTE_MS };
const history = marketHistory({ seed: 3, durationMs: 40 * MINUTE_MS, bookMs: 5_000, contextMs: 60_000 });

describeSignalContract({
  name: 'trend of bars of trades',
  create: () => trend(short),
  warmUpMs: 8 * MINUTE_MS,
  events: history.filter(({ kind }) => kind === 'bar'),
  divergentEvent: barAt(20, 100, 130),
});

describeSignalContract({
  name: 'trend of bars of the book',
  create: () => trend({ ...short, barMs: 1_000, barsOf: 'mid', warmUpMs: 9_000 }),
  warmUpMs: 9_000,
  events: marketWalk({ seed: 8, books: 201 }),
  divergentEvent: marketWalk({ seed: 3, books: 1, priceUsd: 160 })[0]!,
});

describe('trend', () => {
  it('is the mean share of random walks that trend less, of three measures', () => {
    const straight = barsOf(Array.from({ length: 12 }, (_, minute) => 100 * Math.exp(minute / 100)));
    // Four equal steps: 2 N(2) - 1. ADX 100: N(ln(100 sqrt(3) / 84) / 0.38). Ratio 2, s^2 = 1/8: N(0.2739 / 0.1179).
    expect(scoresOf(straight, short).at(-1)).toBeCloseTo((95.45 + 97.16 + 98.99) / 3, 1);
  });

  it('is high in a trend and low in a range', () => {
    const wave = (minute: number): number => 0.002 * Math.sin(minute * 2.5);
    const rising = Array.from(
      { length: 120 },
      (_, minute) => 100 * Math.exp(0.001 * (minute / 8) ** 1.5 + wave(minute) / 4),
    );
    const ranging = Array.from({ length: 120 }, (_, minute) => 100 * Math.exp(wave(minute)));
    expect(scoresOf(barsOf(rising)).at(-1)).toBeGreaterThan(75);
    expect(scoresOf(barsOf(ranging)).at(-1)).toBeLessThan(20);
  });

  it('is 50 in a market whose price never moves', () => {
    expect(new Set(scoresOf(barsOf(Array<number>(100).fill(100))))).toEqual(new Set([50]));
  });

  it('does not depend on the price level', () => {
    const closes = history.flatMap((event) => (event.kind === 'bar' ? [event.bar.closeUsd] : []));
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1e6, noNaN: true }), (factor) => {
        const scaled = scoresOf(barsOf(closes, factor), short);
        scoresOf(barsOf(closes), short).forEach((score, index) => expect(scaled[index]).toBeCloseTo(score, 6));
      }),
      { numRuns: 30 },
    );
  });

  it('speaks at every bar once warm, and at nothing else', () => {
    const bars = barsOf(Array.from({ length: 74 }, (_, minute) => 100 + (minute % 3)));
    const flows = bars.map(({ receivedMs }) => tradeFlow({ receivedMs: unixMs(receivedMs + 1) }));
    const events = bars.flatMap((bar, index) => [bar, flows[index]!]);
    const times = replayEvents(events, () => trend()).outputs.map(({ receivedMs }) => receivedMs / MINUTE_MS);
    expect(times).toEqual([71, 72, 73, 74]);
  });

  it('waits for its windows, whatever the warm-up', () => {
    const bars = barsOf(Array.from({ length: 12 }, (_, minute) => 100 + (minute % 3)));
    const { outputs } = replayEvents(bars, () => trend({ ...short, warmUpMs: 0 }));
    expect(outputs[0]?.receivedMs).toBe(9 * MINUTE_MS);
  });

  it('uses a good part of the scale in made-up markets and does not sit at its ends', () => {
    const scores = [1, 2, 3, 4]
      .flatMap((seed) => {
        const long = { seed, marketId: marketId(`M${seed}-USD`), durationMs: 1_200 * MINUTE_MS, bookMs: 15_000, contextMs: 60_000 }; // prettier-ignore
        return scoresOf(marketHistory({ ...long, without: ['book', 'flow', 'context'] }));
      })
      .sort((a, b) => a - b);
    const quantile = (share: number): number => scores[Math.floor(share * scores.length)]!;
    expect(quantile(0.01)).toBeGreaterThan(1);
    expect(quantile(0.1)).toBeLessThan(35);
    expect(quantile(0.9)).toBeGreaterThan(65);
    expect(quantile(0.99)).toBeLessThan(99);
  });

  it('takes another name', () => {
    const bars = barsOf(Array.from({ length: 12 }, (_, minute) => 100 + (minute % 3)));
    const { outputs } = replayEvents(bars, () => trend({ ...short, name: 'regime' }));
    expect(new Set(outputs.map(({ signal }) => signal))).toEqual(new Set(['regime']));
  });

  it('has plain data as defaults', () => {
    expect(JSON.parse(JSON.stringify(trendDefaults))).toEqual(trendDefaults);
  });

  it.each<[TrendOptions, string]>([
    [{ barMs: 0 }, 'barMs must be a finite number > 0, was 0'],
    [{ barsOf: 'last' as 'mid' }, 'barsOf must be one of trades, micro, mid, was last'],
    [{ efficiencyBars: 0 }, 'efficiencyBars must be an integer from 1'],
    [{ adxBars: 1.5 }, 'adxBars must be an integer from 1'],
    [{ varianceHorizonBars: 1 }, 'varianceHorizonBars must be an integer from 2'],
    [{ varianceBars: 5 }, 'varianceBars must be an integer from 6'],
    [{ warmUpMs: -1 }, 'warmUpMs must be a finite number >= 0, was -1'],
    [{ name: '' }, 'name must not be empty'],
  ])('refuses %j', (wrong, message) => {
    expect(() => trend(wrong)).toThrow(message);
    expect(() => trend(wrong)).toThrow(RangeError);
  });
});
