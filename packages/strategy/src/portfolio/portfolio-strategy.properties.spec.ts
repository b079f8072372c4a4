import { marketId, type MarketId, type StrategyInput, type TargetDecision } from '@perpstream/core';
import { accountState, bookUpdate, dataQuality, marketContext, position, signalScores } from '@perpstream/testing';
import {
  array,
  assert,
  constantFrom,
  integer,
  oneof,
  property,
  record,
  subarray,
  tuple,
  type Arbitrary,
} from 'fast-check';
import { followMomentum } from '../../fixtures/follow-momentum';
import { Rehearsal } from '../../fixtures/rehearsal';
import type { PortfolioOptions } from './portfolio-options';

const markets = ['A-USD', 'B-USD', 'C-USD', 'D-USD', 'E-USD'].map(marketId);
const maxIdeas = 2;
const options: PortfolioOptions = {
  allocation: { method: 'scoreWeighted', maxIdeas, budgetUsd: 2_000, maxPositionUsd: 1_200 },
  rebalance: { band: 0.1, minTradeUsd: 10 },
  exits: { stopLoss: 0.01, maxHoldMs: 20_000 },
  timing: { sampleMs: 100, confirmMs: 300 },
  hysteresis: { minHoldMs: 500, coolDownMs: 900 },
};

const tradable = markets.flatMap((market): StrategyInput[] => [
  dataQuality({ marketId: market }),
  marketContext({ marketId: market }),
  bookUpdate({ marketId: market, bids: [[9_999, 1]], asks: [[10_001, 1]] }),
]);

const anyMarket = constantFrom(...markets);
/** Extremes most of the time, so that wishes live long enough to be confirmed. */
const anyScore = oneof({ weight: 4, arbitrary: constantFrom(0, 5, 95, 100) }, integer({ min: 0, max: 100 }));
const scoresOf = (market: MarketId, momentum: number) => signalScores({ momentum }, { marketId: market });

const anyInput: Arbitrary<StrategyInput> = oneof(
  { weight: 12, arbitrary: tuple(anyMarket, anyScore).map(([market, momentum]) => scoresOf(market, momentum)) },
  { weight: 1, arbitrary: anyMarket.map((market) => signalScores({}, { marketId: market })) },
  {
    weight: 1,
    arbitrary: record({ marketId: anyMarket, level: constantFrom('live', 'live', 'stale', 'dirty', 'syncing') }).map(
      dataQuality,
    ),
  },
  {
    weight: 2,
    arbitrary: anyMarket.map((market) => bookUpdate({ marketId: market, bids: [[9_999, 1]], asks: [[10_001, 1]] })),
  },
  {
    weight: 1,
    arbitrary: subarray(markets).map((held) =>
      accountState({ positions: held.map((market) => position({ marketId: market })) }),
    ),
  },
);
const anyScript = array(tuple(constantFrom(0, 1, 20, 120, 700), anyInput), {
  minLength: 20,
  maxLength: 200,
});
type Script = readonly (readonly [delayMs: number, input: StrategyInput])[];

type Seen = { readonly decision: TargetDecision; readonly live: ReadonlySet<MarketId> };

function play(script: Script): Seen[] {
  const seen: Seen[] = [];
  const live = new Set(markets);
  const run = new Rehearsal((scheduler) => followMomentum({ scheduler, ...options })).at(0, ...tradable);
  const note = () =>
    run.decisions
      .slice(seen.length)
      .forEach((decision) => seen.push({ decision: decision as TargetDecision, live: new Set(live) }));
  let nowMs = 0;
  for (const [delayMs, input] of script) {
    nowMs += delayMs;
    run.at(nowMs);
    note();
    run.at(nowMs, input);
    if (input.kind === 'quality') live[input.level === 'live' ? 'add' : 'delete'](input.marketId);
    note();
  }
  return seen;
}

/** Calls back with the targets of all markets after each decision, and the target of its market before it. */
function walk(
  seen: readonly Seen[],
  check: (now: Seen, targets: ReadonlyMap<MarketId, number>, before: number) => void,
): void {
  const targets = new Map<MarketId, number>();
  for (const now of seen) {
    const { marketId: market, targetNotionalUsd } = now.decision;
    const before = targets.get(market) ?? 0;
    targets.set(market, targetNotionalUsd);
    check(now, targets, before);
  }
}

describe('portfolioStrategy, whatever the inputs', () => {
  it('never wants more positions at once than it may have', () => {
    assert(
      property(anyScript, (script) =>
        walk(play(script), (_now, targets) => {
          const wanted = [...targets.values()].filter((target) => target !== 0).length;
          expect(wanted).toBeLessThanOrEqual(maxIdeas);
        }),
      ),
    );
  });

  it('decides only when what it wants of a market changes', () => {
    assert(
      property(anyScript, (script) =>
        walk(play(script), ({ decision }, _targets, before) => expect(decision.targetNotionalUsd).not.toBe(before)),
      ),
    );
  });

  it('never wants more than its budget, or than it may have in one market', () => {
    assert(
      property(anyScript, (script) =>
        walk(play(script), (_now, targets) => {
          const sizes = [...targets.values()].map(Math.abs);
          expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(2_000 * (1 + 1e-9));
          expect(Math.max(...sizes)).toBeLessThanOrEqual(1_200 * (1 + 1e-9));
        }),
      ),
    );
  });

  it('changes a size in the same direction by at least the band and the smallest trade', () => {
    assert(
      property(anyScript, (script) =>
        walk(play(script), ({ decision: { targetNotionalUsd } }, _targets, before) => {
          const isResized = before * targetNotionalUsd > 0;
          const change = Math.abs(targetNotionalUsd - before) * (1 + 1e-9);
          if (isResized) expect(change).toBeGreaterThanOrEqual(Math.max(10, 0.1 * Math.abs(before)));
        }),
      ),
    );
  });

  it('R25: decides on live data alone, and takes new exposure with enough conviction alone', () => {
    assert(
      property(anyScript, (script) =>
        walk(play(script), ({ decision, live }, _targets, before) => {
          expect(live.has(decision.marketId)).toBe(true);
          const isNew = decision.targetNotionalUsd * before <= 0 && decision.targetNotionalUsd !== 0;
          if (isNew) expect(decision.confidence).toBeGreaterThanOrEqual(0.6);
        }),
      ),
    );
  });

  it('numbers its decisions from 0, each with reasons, a confidence in [0, 1] and a cause it has seen', () => {
    assert(
      property(anyScript, (script) =>
        play(script).forEach(({ decision }, index) => {
          expect(decision.decision).toBe(index);
          expect(decision.reasons.length).toBeGreaterThan(0);
          expect(decision.confidence).toBeGreaterThanOrEqual(0);
          expect(decision.confidence).toBeLessThanOrEqual(1);
          expect(decision.cause).toBeLessThanOrEqual(tradable.length + script.length);
          expect(decision.cause).toBeGreaterThan(tradable.length);
        }),
      ),
    );
  });

  it('decides the same for the same inputs', () => {
    assert(property(anyScript, (script) => expect(play(script)).toEqual(play(script))));
  });

  it('leaves no timer behind when the reader leaves', () => {
    assert(
      property(anyScript, (script) => {
        const run = new Rehearsal((scheduler) => followMomentum({ scheduler, ...options })).at(0, ...tradable);
        script.forEach(([, input], index) => run.at(index, input));
        run.running.unsubscribe();
        expect(run.scheduler.pending).toBe(0);
      }),
    );
  });
});
