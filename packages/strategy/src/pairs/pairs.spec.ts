import { marketId, type MarketId, type StrategyInput } from '@perpstream/core';
import { dataQuality, marketContext, signalScores } from '@perpstream/testing';
import { assert, double, property } from 'fast-check';
import { A, B, C } from '../../fixtures/idea-script';
import { MINUTE_MS, minuteOf, opened, returning, walk } from '../../fixtures/minute-bars';
import { Rehearsal } from '../../fixtures/rehearsal';
import { pairs } from './pairs';
import { pairsDefaults, type PairsOptions } from './pairs-options';

type Given = Omit<PairsOptions, 'scheduler'>;
const WINDOW = 120;
const HEDGE = 1.2;
/** Fitted once, so that a test can say where the spread stands. */
const frozen: Given = {
  couples: ['A-USD/B-USD'],
  windowBars: WINDOW,
  recomputeBars: 100_000,
  minHalfLifeBars: 0,
  hysteresis: { minHoldMs: 0, coolDownMs: 0 },
  exits: { stopLoss: 0, maxHoldMs: 0 },
};

function rehearse(options: Given = frozen): Rehearsal {
  const run = new Rehearsal((scheduler) => pairs({ scheduler, ...options }));
  return run.at(0, ...[A, B].flatMap((market) => opened(market, { liquidity: 50 })));
}

/** The prices of both markets, minute by minute: B walks, A follows with this spread. */
function prices(spread: readonly number[], seed = 9): (readonly [number, number])[] {
  const logs = walk(seed, spread.length, 0.002, Math.log(100));
  return spread.map((gap, i) => [Math.exp(0.4 + HEDGE * logs[i]! + gap - 0.9), Math.exp(logs[i]!)]);
}

/** Gives both markets so many minutes, from the minute `first`; the portfolio has decided before the next. */
function minutes(run: Rehearsal, quotes: readonly (readonly [number, number])[], first = 1): Rehearsal {
  quotes.forEach(([a, b], i) => {
    const nowMs = (first + i) * MINUTE_MS;
    run.at(nowMs, ...minuteOf(A, nowMs, a), ...minuteOf(B, nowMs, b)).at(nowMs + 10_000);
  });
  return run;
}

/** z-scores of the minutes after the window, by another formula: sums over the window. */
function scores(quotes: readonly (readonly [number, number])[]): number[] {
  const logs = quotes.map(([a, b]) => [Math.log(a), Math.log(b)] as const);
  const window = logs.slice(0, WINDOW);
  const sum = (of: (x: number, y: number) => number) => window.reduce((total, [y, x]) => total + of(x, y), 0);
  const [sx, sy, sxx, sxy] = [sum((x) => x), sum((_, y) => y), sum((x) => x * x), sum((x, y) => x * y)];
  const slope = (WINDOW * sxy - sx * sy) / (WINDOW * sxx - sx * sx);
  const intercept = (sy - slope * sx) / WINDOW;
  const deviation = Math.sqrt(sum((x, y) => (y - intercept - slope * x) ** 2) / (WINDOW - 2));
  return logs.map(([y, x]) => (y - intercept - slope * x) / deviation);
}

const training = returning(3, WINDOW, 0.6, 0.003);
const trainedBy = (...spread: number[]) => prices([...training.slice(0, -3), 0, 0, 0, ...spread]);
/** The spread at these moments: quiet, far above, on the way back, back. */
const excursion = [0, 0.012, 0.012, 0.006, 0.0005, 0];
const minuteOfLog = (line: string) => Math.floor(Number(line.split(' ')[0]) / MINUTE_MS);
const sideOf = (line: string) => Math.sign(Number(line.split(' ')[2]));

describe('pairs', () => {
  it('sells the dear one and buys its partner in the hedge ratio, and leaves both when the spread is back', () => {
    const quotes = trainedBy(...excursion);
    const z = scores(quotes);
    const run = minutes(rehearse(), quotes);
    expect(run.log.map((line) => [minuteOfLog(line), line.split(' ')[1], sideOf(line)])).toEqual([
      [WINDOW + 2, A, -1],
      [WINDOW + 2, B, 1],
      [WINDOW + 5, A, 0],
      [WINDOW + 5, B, 0],
    ]);
    const [a, b] = run.decisions.map((decision) => (decision.kind === 'target' ? decision.targetNotionalUsd : NaN));
    expect(-b! / a!).toBeCloseTo(HEDGE, 1);
    expect(Math.abs(a!) + Math.abs(b!)).toBeCloseTo(1_000, 6);
    expect(run.decisions[0]).toMatchObject({ strategy: 'pairs', marketId: A });
    expect(run.decisions[0]!.reasons.map(({ name }) => name)).toEqual([
      'spread-z',
      'adf-statistic',
      'half-life-bars',
      'gain-bps',
      'hedge-ratio',
      'liquidity A-USD',
      'liquidity B-USD',
      'enter-conviction',
      'max-ideas',
      'equal-size-usd',
      'leg-weight',
    ]);
    expect(run.decisions[0]!.reasons[0]!.value).toBeCloseTo(z[WINDOW + 1]!, 9);
    expect(run.decisions[2]!.reasons[0]!.value).toBeCloseTo(z[WINDOW + 4]!, 9);
  });

  it('buys the cheap one and sells its partner', () => {
    const run = minutes(rehearse(), trainedBy(...excursion.map((gap) => -gap)));
    expect(run.log.map(sideOf)).toEqual([1, -1, 0, 0]);
  });

  it('enters and leaves at the points that the z-score names, over a long time', () => {
    const quotes = trainedBy(...returning(21, 400, 0.8, 0.003));
    let held = 0;
    let isStopped = false;
    const expected = scores(quotes).flatMap((z, i) => {
      const [size, before] = [Math.abs(z), held];
      isStopped = i >= WINDOW - 1 && (size >= 4 || (isStopped && size > 0.5));
      if (held !== 0 && (isStopped || -Math.sign(z) !== held || size < 0.5)) held = 0;
      if (held === 0 && !isStopped && i >= WINDOW - 1 && size >= 2) held = -Math.sign(z);
      return held === before ? [] : [[i + 1, held]];
    });
    const run = minutes(rehearse({ ...frozen, minGainBps: 0 }), quotes);
    const first = run.log.filter((line) => line.includes(A)).map((line) => [minuteOfLog(line), sideOf(line)]);
    expect(expected.length).toBeGreaterThan(8);
    expect(first).toEqual(expected);
  });

  it('gives up beyond the stop, and waits until the spread has been back', () => {
    const run = minutes(rehearse(), trainedBy(0.012, 0.03, 0.03, 0.012, 0.012, 0, 0.012));
    expect(run.log.filter((line) => line.includes(A)).map((line) => [minuteOfLog(line), sideOf(line)])).toEqual([
      [WINDOW + 1, -1],
      [WINDOW + 2, 0],
      [WINDOW + 7, -1],
    ]);
    expect(run.decisions[2]!.reasons).toContainEqual({
      name: 'spread-stop-z',
      value: expect.any(Number) as number,
      bound: 4,
    });
  });

  it('leaves when the spread is cointegrated no longer', () => {
    const options = { ...frozen, recomputeBars: 1, stopZ: 1_000 };
    const away = Array.from({ length: 80 }, (_, i) => 0.012 + 0.0004 * i);
    const run = minutes(rehearse(options), trainedBy(...away));
    const [entered, left] = run.log.filter((line) => line.includes(A));
    expect([minuteOfLog(entered!), sideOf(left!)]).toEqual([WINDOW + 1, 0]);
    const { reasons } = run.decisions[2]!;
    expect(reasons.map(({ name }) => name)).toContain('cointegration-broken');
    expect(run.log).toHaveLength(4);
  });

  it.each<[string, Given]>([
    ['a half life that is too short', { minHalfLifeBars: 20 }],
    ['a half life that is too long', { minHalfLifeBars: 0, maxHalfLifeBars: 0.1 }],
    ['a way back that does not pay', { minGainBps: 500 }],
    ['a hedge ratio that is too large', { maxHedgeRatio: 1 }],
    ['a hedge ratio that is too small', { minHedgeRatio: 2 }],
    ['a market that is not as liquid as asked', { scores: { liquidity: { min: 60, max: 100 } } }],
    ['a market that is more than asked', { scores: { liquidity: { min: 0, max: 40 } } }],
  ])('does not enter with %s', (_name, given) => {
    expect(minutes(rehearse({ ...frozen, ...given }), trainedBy(...excursion)).log).toEqual([]);
  });

  it('keeps what it holds when an entry would be refused by now, and leaves it at the mean', () => {
    const quotes = trainedBy(...excursion);
    const run = minutes(rehearse(), quotes.slice(0, WINDOW + 3));
    run.at((WINDOW + 3) * MINUTE_MS + 20_000, signalScores({ liquidity: 1 }, { marketId: A }));
    minutes(run, quotes.slice(WINDOW + 3), WINDOW + 4);
    expect(run.log.map(minuteOfLog)).toEqual([WINDOW + 2, WINDOW + 2, WINDOW + 5, WINDOW + 5]);
  });

  it('says nothing before its window is full, and begins anew after a long hole', () => {
    const quotes = trainedBy(...excursion);
    expect(minutes(rehearse(), quotes.slice(-WINDOW)).log).toEqual([]);
    const run = minutes(rehearse(), quotes.slice(0, WINDOW));
    expect(minutes(run, quotes.slice(WINDOW), WINDOW + 8).log).toEqual([]);
  });

  it('does the same whatever the prices are counted in', () => {
    const quotes = trainedBy(...returning(21, 60, 0.8, 0.003));
    const log = minutes(rehearse(), quotes).log.map((line) => line.split(' ').slice(0, 2));
    expect(log.length).toBeGreaterThan(2);
    const unit = double({ min: 1e-4, max: 1e4, noNaN: true });
    assert(
      property(unit, unit, (forA, forB) => {
        const other = minutes(
          rehearse(),
          quotes.map(([a, b]) => [forA * a, forB * b]),
        );
        expect(other.log.map((line) => line.split(' ').slice(0, 2))).toEqual(log);
      }),
      { numRuns: 8 },
    );
  });

  it('stays out of two random walks nearly always', () => {
    const options = { ...frozen, recomputeBars: 5, hysteresis: {}, minGainBps: 0 };
    const bars = 400;
    const held = Array.from({ length: 16 }, (_, seed) => {
      const [a, b] = [walk(2 * seed + 1, bars, 0.002), walk(2 * seed + 2, bars, 0.002)];
      const run = minutes(
        rehearse(options),
        a.map((log, i) => [100 * Math.exp(log), 100 * Math.exp(b[i]!)]),
      );
      const changes = run.log.filter((line) => line.includes(A)).map(minuteOfLog);
      const ends = changes.length % 2 === 0 ? changes : [...changes, bars];
      return ends.reduce((sum, minute, i) => sum + (i % 2 === 0 ? -minute : minute), 0);
    });
    const share = held.reduce((sum, minutesHeld) => sum + minutesHeld, 0) / (held.length * (bars - WINDOW));
    expect(share).toBeLessThan(0.05);
  });

  it.each(['stale', 'dirty', 'syncing'] as const)('R25: enters nothing while one of the markets is %s', (level) => {
    const run = rehearse().at(1, dataQuality({ marketId: B, level }));
    expect(minutes(run, trainedBy(...excursion)).log).toEqual([]);
  });

  it('R25: enters nothing without a score, and nothing when bars stop coming', () => {
    const missing = rehearse().at(1, signalScores({}, { marketId: B }));
    expect(minutes(missing, trainedBy(...excursion)).log).toEqual([]);
    const options = { ...frozen, timing: { sampleMs: 250, confirmMs: 4 * MINUTE_MS } };
    const quotes = trainedBy(0, 0.012);
    const late = minutes(rehearse(options), quotes);
    late.every(10_000, (WINDOW + 3) * MINUTE_MS, (WINDOW + 9) * MINUTE_MS, marketContext({ marketId: A }));
    expect(late.log).toEqual([]);
  });

  it('pairs the most traded markets with each other', () => {
    const D = marketId('D-USD');
    const run = rehearse({ ...frozen, couples: [], maxMarkets: 2, recomputeBars: 1_000 });
    const volume = (market: MarketId, volume24hUsd: number) => marketContext({ marketId: market, volume24hUsd });
    run.at(1, ...[C, D].flatMap((market) => opened(market, { liquidity: 50 })));
    run.at(2, volume(C, 9), volume(D, 8), volume(A, 1_000), volume(B, 999));
    const quotes = trainedBy(...excursion);
    quotes.forEach(([a, b], i) => {
      const nowMs = (i + 1) * MINUTE_MS;
      const inputs: StrategyInput[] = [...minuteOf(A, nowMs, a), ...minuteOf(B, nowMs, b)];
      run.at(nowMs, ...inputs, ...minuteOf(C, nowMs, b), ...minuteOf(D, nowMs, a)).at(nowMs + 10_000);
    });
    expect(run.log.map((line) => line.split(' ')[1])).toEqual([A, B, A, B]);
  });
});

describe('pairsDefaults', () => {
  it('are plain data, for configurations', () => {
    expect(JSON.parse(JSON.stringify(pairsDefaults))).toEqual(pairsDefaults);
  });
});

describe('pairs, when called', () => {
  it.each<[Given, string]>([
    [{ maxMarkets: 25 }, 'pairs.maxMarkets must be an integer in [2, 24], was 25'],
    [{ windowBars: 49 }, 'pairs.windowBars must be an integer in [50, 100000], was 49'],
    [{ adfLags: 1.5 }, 'pairs.adfLags must be an integer in [0, 12], was 1.5'],
    [{ significance: 0.02 }, 'pairs.significance must be 0.01, 0.05 or 0.1, was 0.02'],
    [{ significance: 0.1, breakSignificance: 0.05 }, 'pairs.breakSignificance must be >= significance = 0.1, was 0.05'],
    [{ enterZ: 0.5 }, 'pairs.enterZ must be > exitZ = 0.5 and finite, was 0.5'],
    [{ stopZ: 2 }, 'pairs.stopZ must be > enterZ = 2 and finite, was 2'],
    [{ maxHalfLifeBars: 3 }, 'pairs.maxHalfLifeBars must be > minHalfLifeBars = 3 and finite, was 3'],
    [{ maxHedgeRatio: 0.1 }, 'pairs.maxHedgeRatio must be > minHedgeRatio = 0.2 and finite, was 0.1'],
    [{ couples: ['A-USD'] }, 'pairs.couples must be two markets as A-USD/B-USD, was A-USD'],
    [{ couples: ['A-USD/A-USD'] }, 'pairs.couples must be two markets as A-USD/B-USD, was A-USD/A-USD'],
    [
      { scores: { liquidity: { min: 60, max: 40 } } },
      'pairs.scores.liquidity must be 0 <= min <= max <= 100, was 60 and 40',
    ],
    [{ hysteresis: { exitConviction: 0 } }, 'hysteresis.exitConviction must be > 0 and finite, was 0'],
    [{ timing: { sampleMs: 0 } }, 'timing.sampleMs must be > 0 and finite, was 0'],
  ])('refuses %j', (options, message) => {
    expect(() => rehearse(options)).toThrow(new RangeError(message));
  });
});
