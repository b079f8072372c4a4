import {
  unixMs,
  type Bar,
  type BarClosed,
  type ForcedFlow,
  type MarketContext,
  type ProcessedMarketData,
  type TradeFlow,
} from '@perpstream/core';
import {
  BTC,
  barClosed,
  bookUpdate,
  describeSignalContract,
  forcedFlow,
  marketHistory,
  marketRules,
  replayEvents,
  tradeFlow,
} from '@perpstream/testing';
import fc from 'fast-check';
import {
  liquidationPressure,
  liquidationPressureDefaults,
  type LiquidationPressureOptions,
} from './liquidation-pressure';

const MINUTE_MS = 60_000;

const options = { forcedHalfLifeMs: 5_000, normHalfLifeMs: 60_000, warmUpMs: 5_000 };
const rules = marketRules({ initialMarginFraction: 0.05, maintenanceMarginFraction: 0.03 });

const flowAt = (receivedMs: number, usd = 1_000): TradeFlow =>
  tradeFlow({ receivedMs: unixMs(receivedMs), buyUsd: usd / 2, sellUsd: usd / 2 });

const forcedAt = (receivedMs: number, side: 'buy' | 'sell', usd = 1_000): ForcedFlow =>
  forcedFlow({ receivedMs: unixMs(receivedMs), side, usd });

/** What was stated and nothing else. */
const statedAt = (receivedMs: number, facts: Partial<MarketContext>): MarketContext => ({
  kind: 'context',
  marketId: BTC,
  receivedMs: unixMs(receivedMs),
  cause: 0,
  status: 'ACTIVE',
  ...facts,
});

const contextAt = (receivedMs: number, oraclePriceUsd: number, openInterestBase?: number): MarketContext =>
  statedAt(receivedMs, { rules, oraclePriceUsd, ...(openInterestBase === undefined ? {} : { openInterestBase }) });

const barAt = (minute: number, closeUsd: number, given: Partial<Bar> = {}): BarClosed =>
  barClosed({
    receivedMs: unixMs((minute + 1) * MINUTE_MS),
    bar: { ...barClosed().bar, openUsd: closeUsd, highUsd: closeUsd, lowUsd: closeUsd, closeUsd, ...given },
  });

/** Flows of 1,000 USD each second. */
const steady = (startMs: number, seconds: number): TradeFlow[] =>
  Array.from({ length: seconds }, (_, index) => flowAt(startMs + 1_000 * index));

/** Open interest grows by a tenth at 100, then the oracle price goes where it goes. */
const openedThen = (startMs: number, ...pricesUsd: number[]): MarketContext[] =>
  [contextAt(startMs, 100, 1_000), contextAt(startMs, 100, 1_100)].concat(
    pricesUsd.map((priceUsd, index) => contextAt(startMs + 1_000 * (index + 1), priceUsd, 1_100)),
  );

function scoresOf(events: readonly ProcessedMarketData[], given: LiquidationPressureOptions = options): number[] {
  return replayEvents(events, () => liquidationPressure(given)).outputs.map(({ score }) => score ?? NaN);
}

describeSignalContract({
  name: 'liquidationPressure',
  create: () => liquidationPressure(options),
  warmUpMs: 5_000,
  events: [...steady(0, 4), ...openedThen(4_000, 101, 102, 101, 100, 99, 100), ...steady(11_000, 4)],
  divergentEvent: forcedAt(0, 'sell', 1e6),
});

describeSignalContract({
  name: 'liquidationPressure of bars',
  create: () => liquidationPressure({ ...options, barMs: MINUTE_MS, warmUpMs: MINUTE_MS }),
  warmUpMs: MINUTE_MS,
  events: Array.from({ length: 20 }, (_, minute) => [
    barAt(minute, 100 + (minute % 3)),
    contextAt((minute + 1) * MINUTE_MS, 100, 1_000 + 10 * minute),
  ]).flat(),
  divergentEvent: barAt(0, 110),
});

describe('liquidationPressure', () => {
  it('falls while longs are closed by force and goes back to 50 after it', () => {
    const scores = scoresOf([...steady(0, 60), forcedAt(60_000, 'sell', 5_000), ...steady(61_000, 60)]).slice(-61);
    expect(scores[0]).toBeLessThan(10);
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(scores.at(-1)).toBeGreaterThan(49);
  });

  it('rises while shorts are closed by force, the more the larger they are against the market', () => {
    const after = (usd: number): number => scoresOf([...steady(0, 60), forcedAt(60_000, 'buy', usd)]).at(-1)!;
    const scores = [10, 100, 1_000, 10_000].map(after);
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(scores[0]).toBeLessThan(51);
    expect(scores.at(-1)).toBeGreaterThan(90);
  });

  it('rises as the price comes near to where shorts are likely to be liquidated', () => {
    const scores = scoresOf(openedThen(0, 100.5, 101, 101.4), { ...options, warmUpMs: 0 });
    expect(scores[0]).toBe(50);
    expect(scores.slice(1)).toEqual([...scores.slice(1)].sort((a, b) => a - b));
    expect(scores.at(-1)).toBeGreaterThan(52);
  });

  it('lets what happens overrule what may happen', () => {
    const clusters = openedThen(60_000, 101.4);
    const [usd, much] = [5_000, (0.1 * 1_000 * 5) / Math.LN2];
    const calm = (scoresOf([...steady(0, 60), ...clusters]).at(-1)! - 50) / 50;
    const forced = -usd / (usd + much);
    const score = scoresOf([...steady(0, 60), ...clusters, forcedAt(61_000, 'sell', usd)]).at(-1)!;
    expect(calm).toBeGreaterThan(0.04);
    expect(score).toBeCloseTo(50 + 50 * (forced + calm * (1 + forced)), -0.5);
  });

  it('mirrors with prices and sides', () => {
    const step = fc.record({
      logMove: fc.double({ min: -0.03, max: 0.03, noNaN: true }),
      more: fc.double({ min: -50, max: 50, noNaN: true }),
      forcedUsd: fc.double({ min: 0, max: 1_000, noNaN: true }),
      isBuy: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        const course = (sign: 1 | -1): ProcessedMarketData[] => {
          // In the middle of a bin, so that bins mirror too.
          let logPrice = sign * 0.0025;
          let base = 1_000;
          return steps.flatMap(({ logMove, more, forcedUsd, isBuy }, index) => {
            logPrice += sign * logMove;
            base += more;
            const ms = index * 1_000;
            const side = isBuy === (sign === 1) ? 'buy' : 'sell';
            return [flowAt(ms), forcedAt(ms, side, forcedUsd), contextAt(ms, Math.exp(logPrice), base)];
          });
        };
        const mirrored = scoresOf(course(-1));
        scoresOf(course(1)).forEach((score, index) => expect(mirrored[index]).toBeCloseTo(100 - score, 6));
      }),
      { numRuns: 50 },
    );
  });

  it('does not depend on the unit of sizes, nor, but for the width of its bins, on the price level', () => {
    const events = marketHistory({ seed: 5, durationMs: 300_000 });
    const scores = scoresOf(events);
    const bins = 0.005 * 7;
    const scaled = events.map((event): ProcessedMarketData => {
      if (event.kind === 'context') {
        const { oraclePriceUsd = NaN, openInterestBase = NaN } = event;
        return { ...event, oraclePriceUsd: oraclePriceUsd * Math.exp(bins), openInterestBase: openInterestBase * 1e4 };
      }
      if (event.kind === 'flow') return { ...event, buyUsd: event.buyUsd * 1e3, sellUsd: event.sellUsd * 1e3 };
      return event.kind === 'forced-flow' ? { ...event, usd: event.usd * 1e3 } : event;
    });
    expect(Math.max(...scores)).toBeGreaterThan(Math.min(...scores) + 5);
    scoresOf(scaled).forEach((score, index) => expect(score).toBeCloseTo(scores[index]!, 6));
  });

  it.each<[string, ProcessedMarketData[], number[]]>([
    ['is silent without trades and open interest', [contextAt(0, 100), contextAt(9_000, 101), forcedAt(9_500, 'buy')], []], // prettier-ignore
    ['is silent on open interest without a price', [statedAt(0, { openInterestBase: 1_000 }), statedAt(9_000, { openInterestBase: 1_100 })], []], // prettier-ignore
    ['is 50 once it saw trades, none forced', [flowAt(0), flowAt(4_999), flowAt(5_000)], [50]],
    ['is 50 once it saw open interest that does not change', [contextAt(0, 100, 10), contextAt(5_000, 101, 10)], [50]],
  ])('%s', (_, events, expected) => {
    expect(scoresOf(events)).toEqual(expected);
  });

  it('speaks at flows, forced flows and contexts once warm, and at nothing else', () => {
    const book = bookUpdate({ receivedMs: unixMs(5_150) });
    const events = [flowAt(0), forcedAt(5_000, 'buy'), contextAt(5_100, 100, 1), book, barAt(0, 1), flowAt(5_200)];
    const { outputs } = replayEvents(events, () => liquidationPressure(options));
    expect(outputs.map(({ receivedMs }) => receivedMs)).toEqual([5_000, 5_100, 5_200]);
  });

  it('is warm after one half life of forced trades by default', () => {
    expect(scoresOf([flowAt(0), flowAt(59_999), flowAt(60_000)], {})).toHaveLength(1);
  });

  it('stays in 0-100 through the whole of a made-up market, and uses the scale', () => {
    const scores = scoresOf(marketHistory({ seed: 3, durationMs: 1_800_000 }), {});
    expect(Math.min(...scores)).toBeGreaterThan(0);
    expect(Math.max(...scores)).toBeLessThan(100);
    expect(Math.max(...scores) - Math.min(...scores)).toBeGreaterThan(8);
  });

  describe('of bars', () => {
    const given = { ...options, barMs: MINUTE_MS, warmUpMs: 0 };
    const openedAt100 = [barAt(0, 100), contextAt(MINUTE_MS, 1, 1_000), contextAt(MINUTE_MS, 1, 1_100)];

    it('reads the prices of bars and the open interest of contexts', () => {
      const live = scoresOf(openedThen(0, 101, 101.4), { ...options, warmUpMs: 0 });
      const scores = scoresOf([...openedAt100, barAt(1, 101), barAt(2, 101.4)], given);
      expect(scores.at(-1)).toBeCloseTo(live.at(-1)!, 1);
      expect(scores.at(-1)).toBeGreaterThan(52);
    });

    it('counts highs and lows as passed', () => {
      const passed = scoresOf([...openedAt100, barAt(1, 101), barAt(2, 101, { highUsd: 104 })], given);
      expect(passed.at(-1)).toBeLessThan(passed.at(-2)! - 1);
    });

    it('hears of forced trades, against the volume of bars', () => {
      const bars = Array.from({ length: 30 }, (_, minute) => barAt(minute, 100, { volumeUsd: 60_000 }));
      const scores = scoresOf([...openedAt100, ...bars, forcedAt(30 * MINUTE_MS, 'sell', 5_000)], given);
      expect(scores.at(-1)).toBeLessThan(15);
    });

    it('is silent without open interest, and passes over flows and incomplete or other bars', () => {
      const other = barAt(3, 90, { spec: { type: 'time', intervalMs: 5_000 } });
      const ignored = [flowAt(0), barAt(2, 90, { isComplete: false }), other];
      expect(scoresOf([barAt(0, 100), barAt(1, 101), ...ignored], given)).toEqual([]);
      const heard = [...openedAt100, barAt(1, 101)];
      expect(scoresOf([...heard, ...ignored], given)).toEqual(scoresOf(heard, given));
    });
  });

  it('exports the defaults it uses', () => {
    const events = marketHistory({ seed: 3, durationMs: 300_000 });
    expect(scoresOf(events, liquidationPressureDefaults)).toEqual(scoresOf(events, {}));
  });

  it.each<[LiquidationPressureOptions, string]>([
    [{ forcedHalfLifeMs: 0 }, 'forcedHalfLifeMs must be a finite number > 0, was 0'],
    [{ normHalfLifeMs: NaN }, 'normHalfLifeMs must be a finite number > 0, was NaN'],
    [{ forcedShare: -1 }, 'forcedShare must be a finite number > 0, was -1'],
    [{ leverages: [] }, 'leverages must name at least one leverage, was empty'],
    [{ leverages: [10, 1] }, 'leverages must be finite numbers > 1, was 1'],
    [{ maintenanceMarginFraction: 2 }, 'maintenanceMarginFraction must be in 0..1, was 2'],
    [{ positionHalfLifeMs: 0 }, 'positionHalfLifeMs must be a finite number > 0, was 0'],
    [{ reachBps: 0 }, 'reachBps must be a finite number > 0, was 0'],
    [{ nearShare: 0 }, 'nearShare must be a finite number > 0, was 0'],
    [{ warmUpMs: -1 }, 'warmUpMs must be a finite number >= 0, was -1'],
    [{ barMs: 0 }, 'barMs must be a finite number > 0, was 0'],
    [{ name: '' }, 'name must not be empty'],
  ])('refuses %j', (wrong, message) => {
    expect(() => liquidationPressure(wrong)).toThrow(message);
    expect(() => liquidationPressure(wrong)).toThrow(RangeError);
  });
});
