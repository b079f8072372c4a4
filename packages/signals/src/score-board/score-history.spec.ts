import { marketId, unixMs, type Score, type SignalScores } from '@perpstream/core';
import { BTC, ETH } from '@perpstream/testing';
import fc from 'fast-check';
import { ScoreHistory, type ScoreHistoryOptions } from './score-history';

const vector = (receivedMs: number, scores: Record<string, number>, market = BTC): SignalScores => ({
  kind: 'scores',
  marketId: market,
  receivedMs: unixMs(receivedMs),
  cause: 0,
  scores: scores as Record<string, Score>,
});

function historyOf(vectors: readonly SignalScores[], options: ScoreHistoryOptions = { capacity: 4, sampleMs: 1_000 }) {
  const history = new ScoreHistory(options);
  vectors.forEach((scores) => history.take(scores));
  return history;
}

function samplesOf(history: ScoreHistory, signal = 'bid', market = BTC): number[] {
  const series = history.series(market, signal)!;
  return Array.from({ length: series.length }, (_, index) => series.at(index));
}

describe('ScoreHistory', () => {
  it.each<[string, [number, number][], number[]]>([
    ['one vector', [[0, 10]], [10]],
    [
      'the last of several in one interval',
      [
        [0, 10],
        [300, 20],
        [999, 30],
      ],
      [30],
    ],
    [
      'one sample per interval',
      [
        [0, 10],
        [1_000, 20],
        [2_500, 30],
      ],
      [10, 20, 30],
    ],
    [
      'the score at the end of an interval',
      [
        [0, 10],
        [900, 15],
        [1_000, 20],
      ],
      [15, 20],
    ],
    [
      'a score that holds through a pause',
      [
        [0, 10],
        [3_200, 20],
      ],
      [10, 10, 10, 20],
    ],
    [
      'the newest alone once it is full',
      [
        [0, 1],
        [1_000, 2],
        [2_000, 3],
        [3_000, 4],
        [4_000, 5],
        [5_000, 6],
      ],
      [3, 4, 5, 6],
    ],
    [
      'a pause longer than it is',
      [
        [0, 1],
        [1_000, 2],
        [90_000, 3],
      ],
      [2, 2, 2, 3],
    ],
    [
      'a vector from the past as one of now',
      [
        [5_000, 1],
        [2_000, 2],
      ],
      [2],
    ],
    [
      'times that begin within an interval',
      [
        [1_723_161_599_728, 1],
        [1_723_161_600_000, 2],
      ],
      [1, 2],
    ],
  ])('keeps %s', (_, said, expected) => {
    expect(samplesOf(historyOf(said.map(([ms, bid]) => vector(ms, { bid }))))).toEqual(expected);
  });

  it('has NaN where a signal had no score', () => {
    const history = historyOf([
      vector(0, { bid: 10 }),
      vector(1_000, { bid: 11, late: 50 }),
      vector(2_000, { late: 51 }),
      vector(3_000, { bid: 12, late: 52 }),
    ]);
    expect(samplesOf(history)).toEqual([10, 11, NaN, 12]);
    expect(samplesOf(history, 'late')).toEqual([NaN, 50, 51, 52]);
    expect(samplesOf(history, 'never')).toEqual([NaN, NaN, NaN, NaN]);
  });

  it('keeps markets apart and names them', () => {
    const history = historyOf([vector(0, { bid: 1 }, ETH), vector(0, { bid: 2 }), vector(1_000, { bid: 3 }, ETH)]);
    expect(history.markets).toEqual([ETH, BTC]);
    expect([samplesOf(history, 'bid', ETH), samplesOf(history)]).toEqual([[1, 3], [2]]);
    expect(history.series(marketId('SOL-USD'), 'bid')).toBeUndefined();
  });

  it('says when its newest interval began', () => {
    expect(historyOf([vector(4_700, { bid: 1 })]).series(BTC, 'bid')!.newestMs).toBe(4_000);
  });

  it('shows later scores through a series that was taken before', () => {
    const history = historyOf([vector(0, { bid: 1 })]);
    const series = history.series(BTC, 'bid')!;
    history.take(vector(1_000, { bid: 2 }));
    expect([series.length, series.newestMs, series.at(0), series.at(1)]).toEqual([2, 1_000, 1, 2]);
  });

  it('keeps scores to more digits than any screen has', () => {
    const history = historyOf([vector(0, { bid: 71.2345 }), vector(1_000, { bid: 0 })]);
    expect(samplesOf(history)[0]).toBeCloseTo(71.2345, 4);
  });

  it.each([-1, 1, NaN])('has nothing at %d of one sample', (index) => {
    expect(() =>
      historyOf([vector(0, { bid: 1 })])
        .series(BTC, 'bid')!
        .at(index),
    ).toThrow(RangeError);
  });

  it('shows what was the last word of every interval, whatever came when', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 100 })), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 9 }), (said, capacity) => {
        let ms = 0;
        const vectors = said.map(([stepMs, bid]) => vector((ms += stepMs), { bid }));
        const history = historyOf(vectors, { capacity, sampleMs: 700 });
        const first = Math.floor(vectors[0]!.receivedMs / 700);
        const last = Math.floor(ms / 700);
        const expected = Array.from({ length: last - first + 1 }, (_, index) => {
          const endMs = (first + index + 1) * 700;
          return vectors.filter(({ receivedMs }) => receivedMs < endMs).at(-1)!.scores['bid'];
        });
        expect(samplesOf(history)).toEqual(expected.slice(-capacity));
      }),
    );
  });

  it('has a capacity of 120 seconds by default', () => {
    const vectors = Array.from({ length: 500 }, (_, second) => vector(second * 1_000, { bid: second % 100 }));
    expect(historyOf(vectors, {}).series(BTC, 'bid')!.length).toBe(120);
  });

  it.each<[ScoreHistoryOptions, string]>([
    [{ capacity: 0 }, 'capacity must be a finite number > 0, was 0'],
    [{ capacity: 2.5 }, 'capacity must be a whole number, was 2.5'],
    [{ sampleMs: NaN }, 'sampleMs must be a finite number > 0, was NaN'],
  ])('refuses %j', (wrong, message) => {
    expect(() => new ScoreHistory(wrong)).toThrow(message);
  });
});
