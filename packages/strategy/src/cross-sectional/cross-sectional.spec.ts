import { marketId, type MarketId, type StrategyInput } from '@perpstream/core';
import { BTC, dataQuality, signalScores } from '@perpstream/testing';
import { array, assert, constantFrom, integer, oneof, property, tuple, type Arbitrary } from 'fast-check';
import { priced } from '../../fixtures/idea-script';
import { MINUTE_MS, minuteOf, noise, opened } from '../../fixtures/minute-bars';
import { Rehearsal } from '../../fixtures/rehearsal';
import { crossSectional } from './cross-sectional';
import { crossSectionalDefaults, type CrossSectionalOptions } from './cross-sectional-options';

type Given = Omit<CrossSectionalOptions, 'scheduler'>;
const HOUR_MS = 3_600_000;
const [A, B, C, D, E, F, G, H] = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'].map((name) => marketId(`${name}-USD`)) as [
  MarketId, MarketId, MarketId, MarketId, MarketId, MarketId, MarketId, MarketId,
]; // prettier-ignore
const markets = [A, B, C, D, E, F, G, H];
const options: Given = {
  weights: { momentum: 1 },
  perSide: 2,
  bandRanks: 1,
  minMarkets: 6,
  allocation: { maxIdeas: 2, budgetUsd: 2_000 },
  hysteresis: { minHoldMs: 0, coolDownMs: 0 },
  exits: { stopLoss: 0 },
};

const scored = (market: MarketId, momentum: number): StrategyInput => signalScores({ momentum }, { marketId: market });
/** Scores in the order of the markets: 90, 80, 70 ... when none are given. */
const ranks = (values: readonly number[] = [90, 80, 70, 60, 40, 30, 20, 10]) =>
  values.map((value, i) => scored(markets[i]!, value));

function rehearse(given: Given = {}): Rehearsal {
  return new Rehearsal((scheduler) => crossSectional({ scheduler, ...options, ...given }));
}
const started = (given: Given = {}) =>
  rehearse(given)
    .at(0, ...markets.flatMap((market) => opened(market)), ...ranks())
    .at(1_000, ...ranks())
    .at(10_000);
/** A ranking, and time to decide on it. */
const ranked = (run: Rehearsal, hour: number, values?: readonly number[]) =>
  run.at(hour * HOUR_MS, ...ranks(values)).at((hour + 1) * HOUR_MS + 2_000, ...ranks(values)).at((hour + 1) * HOUR_MS + 20_000); // prettier-ignore

function targets(run: Rehearsal): Map<MarketId, number> {
  const standing = run.decisions.map((decision): [MarketId, number] => [
    decision.marketId,
    decision.kind === 'target' ? decision.targetNotionalUsd : NaN,
  ]);
  return new Map([...new Map(standing)].filter(([, target]) => target !== 0));
}

describe('crossSectional', () => {
  it('holds the best against the worst, couple by couple, with every number that led to it', () => {
    const run = started();
    expect(targets(run)).toEqual(new Map([[A, 500], [H, -500], [B, 500], [G, -500]])); // prettier-ignore
    expect(run.decisions[0]).toMatchObject({
      strategy: 'crossSectional',
      marketId: A,
      confidence: 0.8,
      reasons: [
        { name: 'long-rank', value: 1, bound: 2 },
        { name: 'long-composite', value: 0.8 },
        { name: 'short-rank', value: 8, bound: 2 },
        { name: 'short-composite', value: -0.8 },
        { name: 'enter-conviction', value: 0.8, bound: 0.1 },
        { name: 'max-ideas', bound: 2 },
        { name: 'equal-size-usd', value: 1_000 },
        { name: 'leg-weight', value: 1 },
      ],
    });
  });

  it('keeps a member inside the band, and replaces one outside of it without touching its partner', () => {
    const run = started();
    ranked(run, 1, [90, 70, 80, 60, 40, 30, 20, 10]);
    expect(run.log).toHaveLength(4);
    ranked(run, 3, [90, 60, 80, 70, 40, 30, 20, 10]);
    expect(run.log.slice(4).map((line) => line.split(' ').slice(1))).toEqual([
      [B, '0'],
      [C, '500'],
    ]);
    expect(run.decisions[5]!.reasons).toContainEqual({ name: 'legs', value: 2 });
  });

  it('ranks no more often than it is told', () => {
    const run = started();
    run.every(1_000, 20_000, HOUR_MS, ...ranks([10, 20, 30, 40, 60, 70, 80, 90]));
    expect(run.log).toHaveLength(4);
    run.at(HOUR_MS + 1_000, ...ranks([10, 20, 30, 40, 60, 70, 80, 90])).at(HOUR_MS + 20_000);
    expect(targets(run)).toEqual(new Map([[H, 500], [A, -500], [G, 500], [B, -500]])); // prettier-ignore
  });

  it('takes a share of the markets where told so, never more than there are places', () => {
    expect(targets(started({ quantile: 0.13 })).size).toBe(2);
    expect(targets(started({ quantile: 0.5 })).size).toBe(4);
  });

  it('leaves a couple whose markets are not apart out', () => {
    const run = rehearse().at(0, ...markets.flatMap((market) => opened(market)));
    run.at(1_000, ...ranks([95, 53, 51, 50, 50, 50, 49, 5])).at(2_500, ...ranks([95, 53, 51, 50, 50, 50, 49, 5]));
    run.at(20_000);
    expect([...targets(run).keys()]).toEqual([A, H]);
  });

  it('weighs legs by volatility and by beta', () => {
    const estimates = { halfLifeBars: 30, warmUpBars: 20 };
    const move = noise(3);
    const logs = markets.map(() => Math.log(100));
    const runs = (['volatility', 'beta'] as const).map((neutrality) =>
      rehearse({ neutrality, betaMarket: A, estimates }),
    );
    runs.forEach((run) => run.at(0, ...markets.flatMap((market) => opened(market)), ...ranks()));
    for (let minute = 1; minute <= 40; minute += 1) {
      const common = 0.001 * move();
      const inputs = markets.flatMap((market, i) => {
        logs[i]! += common * (i < 4 ? 1 : 3);
        return minuteOf(market, minute * MINUTE_MS, Math.exp(logs[i]!));
      });
      runs.forEach((run) => run.at(minute * MINUTE_MS, ...inputs).at(minute * MINUTE_MS + 10_000));
    }
    for (const run of runs) {
      const book = targets(run);
      expect(book.size).toBe(4);
      expect(book.get(A)! / book.get(H)!).toBeCloseTo(-3, 6);
      expect(book.get(A)! - book.get(H)!).toBeCloseTo(1_000, 6);
    }
  });

  it('does nothing below the least number of markets, and keeps what it holds there', () => {
    const few = rehearse().at(0, ...markets.slice(0, 5).flatMap((market) => opened(market)), ...ranks().slice(0, 5));
    expect(few.every(1_000, 1_000, 20_000, ...ranks().slice(0, 5)).log).toEqual([]);
    few
      .at(20_000, ...opened(F), scored(F, 30))
      .at(21_000, ...ranks().slice(0, 6))
      .at(22_000, ...ranks().slice(0, 6));
    expect(targets(few.at(40_000)).size).toBe(4);
    const run = started();
    const stale = [C, D, E].map((market) => dataQuality({ marketId: market, level: 'stale' }));
    run.at(20_000, ...stale);
    expect(run.every(60_000, HOUR_MS, 3 * HOUR_MS, scored(A, 10), scored(B, 10)).log).toHaveLength(4);
  });

  describe('with a market whose data are not live', () => {
    const lost = () => started().at(20_000, dataQuality({ marketId: A, level: 'stale' }));
    /** Scores after the ranking before this hour, and the ranking of this hour. */
    const others = (hour: number, run: Rehearsal) => {
      const scores = ranks([0, 20, 80, 70, 60, 40, 90, 10]).slice(1);
      return run.at((hour - 1) * HOUR_MS + 30_000, ...scores).at(hour * HOUR_MS + 2_000 * hour, ...scores);
    };

    it('lets its couple stand, both legs, while the others go on', () => {
      const run = others(1, lost()).at(HOUR_MS + 20_000);
      expect(targets(run)).toEqual(new Map([[A, 500], [H, -500], [G, 500], [B, -500]])); // prettier-ignore
    });

    it('replaces it in the second ranking without it, as soon as its data are live again', () => {
      const run = others(2, others(1, lost())).at(2 * HOUR_MS + 20_000);
      expect(targets(run)).toEqual(new Map([[A, 500], [H, -500], [G, 500], [B, -500]])); // prettier-ignore
      run.at(2 * HOUR_MS + 30_000, dataQuality({ marketId: A }), priced(A, 100), scored(A, 0)).at(2 * HOUR_MS + 40_000);
      expect(targets(run)).toEqual(new Map([[C, 500], [H, -500], [G, 500], [B, -500]])); // prettier-ignore
    });

    it('keeps it when it is back for the next ranking', () => {
      const run = started().at(20_000, dataQuality({ marketId: A, level: 'stale' }));
      run.at(HOUR_MS + 5_000, ...ranks().slice(1)).at(HOUR_MS + 30_000);
      run.at(HOUR_MS + 40_000, dataQuality({ marketId: A }), priced(A, 100), scored(A, 90));
      expect(ranked(run, 2).log).toHaveLength(4);
    });
  });

  it.each(['stale', 'dirty', 'syncing'] as const)('R25: ranks no market that is %s', (level) => {
    const run = rehearse().at(0, ...markets.flatMap((market) => opened(market)), ...ranks());
    run
      .at(500, dataQuality({ marketId: A, level }))
      .at(2_000, ...ranks().slice(1))
      .at(3_000, ...ranks().slice(1));
    expect([...targets(run.at(20_000)).keys()].sort()).toEqual([B, C, G, H]);
  });

  it('R25: ranks no market without a score, and enters no couple whose scores went', () => {
    const given = { weights: { momentum: 1, trend: 0.5 } };
    const run = rehearse(given).at(0, ...markets.flatMap((market) => opened(market)), ...ranks());
    expect(run.every(1_000, 1_000, 30_000, ...ranks()).log).toEqual([]);
    const waiting = rehearse({ timing: { confirmMs: 10_000 } }).at(0, ...markets.flatMap((market) => opened(market)));
    waiting
      .at(1, ...ranks())
      .at(1_500, ...ranks())
      .at(5_000, signalScores({}, { marketId: A }));
    expect([...targets(waiting.at(40_000)).keys()].sort()).toEqual([B, G]);
  });

  it('is neutral after every round, whatever the scores and whatever data are missing', () => {
    const anyMarket = constantFrom(...markets);
    const anyScore = oneof(constantFrom(0, 5, 95, 100), integer({ min: 0, max: 100 }));
    const anyInput: Arbitrary<StrategyInput> = oneof(
      { weight: 12, arbitrary: tuple(anyMarket, anyScore).map(([market, momentum]) => scored(market, momentum)) },
      { weight: 1, arbitrary: anyMarket.map((market) => signalScores({}, { marketId: market })) },
      {
        weight: 2,
        arbitrary: tuple(anyMarket, constantFrom('live', 'live', 'stale', 'dirty' as const)).map(([market, level]) =>
          dataQuality({ marketId: market, level }),
        ),
      },
      {
        weight: 4,
        arbitrary: tuple(anyMarket, integer({ min: 90, max: 110 })).map(([market, mid]) => priced(market, mid)),
      },
    );
    const anyScript = array(tuple(constantFrom(0, 20, 400, 3_000), anyInput), { minLength: 40, maxLength: 200 });
    assert(
      property(anyScript, (script) => {
        const rules = { rebalanceMs: 2_000, minMarkets: 4, timing: { sampleMs: 250, confirmMs: 500 } };
        const run = started({ ...rules, exits: { stopLoss: 0.05 } });
        let nowMs = 10_000;
        for (const [delayMs, input] of script) {
          run.at((nowMs += delayMs));
          const net = [...targets(run).values()].reduce((sum, target) => sum + target, 0);
          expect(Math.abs(net)).toBeLessThan(1e-6);
          run.at(nowMs, input);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('crossSectionalDefaults', () => {
  it('are plain data, for configurations', () => {
    expect(JSON.parse(JSON.stringify(crossSectionalDefaults))).toEqual(crossSectionalDefaults);
    expect(crossSectionalDefaults.betaMarket).toBe(BTC);
  });
});

describe('crossSectional, when called', () => {
  it.each<[Given, string]>([
    [{ weights: {} }, 'crossSectional.weights must be weights of which one is not 0, was 0'],
    [{ weights: { momentum: NaN } }, 'crossSectional.weights.momentum must be finite, was NaN'],
    [{ perSide: 0 }, 'crossSectional.perSide must be an integer >= 1, was 0'],
    [{ quantile: 0.6 }, 'crossSectional.quantile must be in [0, 0.5], was 0.6'],
    [{ bandRanks: -1 }, 'crossSectional.bandRanks must be an integer >= 0, was -1'],
    [{ minMarkets: 1 }, 'crossSectional.minMarkets must be an integer >= 2, was 1'],
    [{ rebalanceMs: 0 }, 'crossSectional.rebalanceMs must be > 0 and finite, was 0'],
    [{ neutrality: 'none' as 'beta' }, 'crossSectional.neutrality must be dollar, volatility or beta, was none'],
    [{ betaMarket: '' }, 'crossSectional.betaMarket must name a market, was ""'],
    [{ perSide: 3 }, 'allocation.maxIdeas must be at least perSide = 3, was 2'],
    [{ hysteresis: { exitConviction: 0 } }, 'hysteresis.exitConviction must be > 0 and finite, was 0'],
    [{ timing: { sampleMs: 0 } }, 'timing.sampleMs must be > 0 and finite, was 0'],
  ])('refuses %j', (given, message) => {
    expect(() => rehearse(given)).toThrow(new RangeError(message));
  });
});
