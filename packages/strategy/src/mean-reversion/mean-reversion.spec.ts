import type { StrategyInput } from '@perpstream/core';
import { BTC, bookUpdate, dataQuality, marketContext, signalScores } from '@perpstream/testing';
import { assert, constantFrom, double, property } from 'fast-check';
import { Rehearsal } from '../../fixtures/rehearsal';
import { meanReversion } from './mean-reversion';
import { meanReversionDefaults, type MeanReversionOptions } from './mean-reversion-options';

type Sight = { readonly meanReversion: number; readonly trend?: number; readonly liquidationPressure?: number };
const seen = (sight: Sight) => signalScores({ trend: 40, liquidationPressure: 50, ...sight });
const below = seen({ meanReversion: 90 });
const above = seen({ meanReversion: 10 });
const back = seen({ meanReversion: 51 });
const priced = (midUsd: number) => bookUpdate({ bids: [[midUsd * 0.9999, 1]], asks: [[midUsd * 1.0001, 1]] });
const tradable: StrategyInput[] = [dataQuality(), marketContext(), priced(10_000)];

function rehearse({ hysteresis, ...options }: Omit<MeanReversionOptions, 'scheduler'> = {}): Rehearsal {
  const bounds = { minHoldMs: 0, coolDownMs: 0, ...hysteresis };
  return new Rehearsal((scheduler) => meanReversion({ scheduler, ...options, hysteresis: bounds }));
}
const inLong = (options = {}) =>
  rehearse(options)
    .at(0, ...tradable, below)
    .at(2_250);

describe('meanReversion', () => {
  it('buys below the mean and leaves at the mean, with every number that led to it', () => {
    const run = inLong()
      .at(5_000, seen({ meanReversion: 60 }))
      .at(8_000, back)
      .at(12_000);
    expect(run.log).toEqual(['2250 BTC-USD 1000', '10250 BTC-USD 0']);
    expect(run.decisions[0]).toMatchObject({
      strategy: 'meanReversion',
      marketId: BTC,
      confidence: 0.8,
      reasons: [
        { name: 'meanReversion', value: 90 },
        { name: 'trend', value: 40, bound: 50 },
        { name: 'liquidation-against', value: 0, bound: 15 },
        { name: 'enter-conviction', value: 0.8, bound: 0.6 },
        { name: 'max-ideas', value: 1, bound: 3 },
        { name: 'equal-size-usd', value: 1_000 },
      ],
    });
  });

  it('sells above the mean and leaves at the mean', () => {
    const run = rehearse()
      .at(0, ...tradable, above)
      .at(5_000, seen({ meanReversion: 49 }))
      .at(9_000);
    expect(run.log).toEqual(['2250 BTC-USD -1000', '7250 BTC-USD 0']);
  });

  it.each<[string, Sight]>([
    ['trends', { meanReversion: 90, trend: 50.1 }],
    ['closes longs by force, to buy', { meanReversion: 90, liquidationPressure: 34 }],
    ['closes shorts by force, to sell', { meanReversion: 10, liquidationPressure: 66 }],
  ])('does not enter a market that %s', (_name, sight) => {
    expect(
      rehearse()
        .at(0, ...tradable, seen(sight))
        .at(5_000).log,
    ).toEqual([]);
  });

  it.each<[string, Sight]>([
    ['ranges at the bound', { meanReversion: 90, trend: 50 }],
    ['closes longs by force, to sell', { meanReversion: 10, liquidationPressure: 10 }],
    ['closes shorts by force, to buy', { meanReversion: 90, liquidationPressure: 90 }],
    ['closes a few by force', { meanReversion: 90, liquidationPressure: 35 }],
  ])('enters a market that %s', (_name, sight) => {
    expect(
      rehearse()
        .at(0, ...tradable, seen(sight))
        .at(5_000).log,
    ).toHaveLength(1);
  });

  it('keeps what it holds in a market that begins to trend or to liquidate, until it trends for sure', () => {
    const run = inLong()
      .at(5_000, seen({ meanReversion: 90, trend: 74, liquidationPressure: 5 }))
      .at(9_000);
    expect(run.log).toHaveLength(1);
    expect(run.at(9_000, seen({ meanReversion: 90, trend: 75 })).at(12_000).log[1]).toBe('11250 BTC-USD 0');
    expect(run.decisions[1]!.reasons).toContainEqual({ name: 'trend', value: 75, bound: 75 });
  });

  it('leaves, and does not turn, when the price shot through its mean in a market that trends', () => {
    expect(
      inLong()
        .at(5_000, seen({ meanReversion: 5, trend: 60 }))
        .at(9_000).log,
    ).toEqual(['2250 BTC-USD 1000', '7250 BTC-USD 0']);
  });

  it('turns when it shot through its mean in a market that ranges', () => {
    expect(inLong().at(5_000, above).at(9_000).log[1]).toBe('7250 BTC-USD -1000');
  });

  it('stops a loss at once', () => {
    expect(inLong().at(5_000, priced(9_919)).at(6_000).log[1]).toBe('5250 BTC-USD 0');
  });

  it('gives up after the longest time', () => {
    const run = inLong().at(3_602_000, below).at(3_603_000, below).at(3_604_000);
    expect(run.log[1]).toBe('3602250 BTC-USD 0');
  });

  it.each(['meanReversion', 'trend', 'liquidationPressure'])(
    'R25: has no opinion without %s: enters nothing, keeps what it has',
    (missing) => {
      const without = (scores: Sight) =>
        signalScores(Object.fromEntries(Object.entries(seen(scores).scores).filter(([name]) => name !== missing)));
      expect(
        rehearse()
          .at(0, ...tradable, without({ meanReversion: 95 }))
          .at(5_000).log,
      ).toEqual([]);
      expect(
        inLong()
          .at(5_000, without({ meanReversion: 50, trend: 90 }))
          .at(20_000).log,
      ).toHaveLength(1);
    },
  );

  it('does not look at forced closing when nothing is asked of it', () => {
    const scores = signalScores({ meanReversion: 90, trend: 40 });
    const run = rehearse({ maxCascade: 50 })
      .at(0, ...tradable, scores)
      .at(5_000);
    expect(run.log).toEqual(['2250 BTC-USD 1000']);
    expect(run.decisions[0]!.reasons.map(({ name }) => name)).not.toContain('liquidation-against');
  });

  it('mirrors: what is bought below the mean is sold above it', () => {
    const score = double({ min: 0, max: 100, noNaN: true });
    assert(
      property(score, score, constantFrom(10, 45, 55, 80), (stretch, pressure, trend) => {
        const [one, other] = [
          { meanReversion: stretch, liquidationPressure: pressure, trend },
          { meanReversion: 100 - stretch, liquidationPressure: 100 - pressure, trend },
        ].map(
          (sight) =>
            rehearse()
              .at(0, ...tradable, seen(sight))
              .at(3_000).decisions,
        );
        const targets = (decisions: typeof one) =>
          decisions!.map((decision) => (decision.kind === 'target' ? decision.targetNotionalUsd : NaN));
        expect(targets(one)).toEqual(targets(other).map((target) => -target));
      }),
      { numRuns: 40 },
    );
  });
});

describe('meanReversionDefaults', () => {
  it('are plain data, for configurations', () => {
    expect(JSON.parse(JSON.stringify(meanReversionDefaults))).toEqual(meanReversionDefaults);
  });
});

describe('meanReversion, when called', () => {
  it.each<[Omit<MeanReversionOptions, 'scheduler'>, string]>([
    [{ maxTrend: 101 }, 'meanReversion.maxTrend must be in [0, 100], was 101'],
    [{ abandonTrend: 50 }, 'meanReversion.abandonTrend must be in (maxTrend = 50, 100], was 50'],
    [{ maxCascade: 51 }, 'meanReversion.maxCascade must be in [0, 50], was 51'],
    [{ timing: { sampleMs: 0 } }, 'timing.sampleMs must be > 0 and finite, was 0'],
  ])('refuses %j', (options, message) => {
    expect(() => rehearse(options)).toThrow(new RangeError(message));
  });
});
