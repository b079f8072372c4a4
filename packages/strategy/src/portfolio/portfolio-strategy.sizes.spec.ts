import { unixMs, type MarketId, type StrategyInput } from '@perpstream/core';
import { barClosed, dataQuality, marketContext } from '@perpstream/testing';
import { A, B, C, IdeaScript, idea, priced, tradable } from '../../fixtures/idea-script';
import type { PortfolioOptions } from './portfolio-options';

const allocation = { maxIdeas: 3, budgetUsd: 3_000, maxPositionUsd: 3_000 };
const estimates = { warmUpBars: 4, halfLifeBars: 60 };
const script = (options: PortfolioOptions = {}) =>
  new IdeaScript({ estimates, ...options, allocation: { ...allocation, ...options.allocation } });

/** Bars of one minute whose log returns are these, one after the other. */
function bars(market: MarketId, returns: readonly number[]): StrategyInput[] {
  const { bar } = barClosed();
  let closeUsd = 100;
  return [0, ...returns].map((value, index) => {
    closeUsd *= Math.exp(value);
    return barClosed({ marketId: market, bar: { ...bar, closeUsd, endMs: unixMs((index + 1) * 60_000) } });
  });
}
const calm = [0.001, -0.001, 0.001, -0.001];
const wild = calm.map((value) => 4 * value);
const related = [0.002, -0.001, 0.001, 0];

const targets = ({ run }: IdeaScript): Record<string, number> =>
  Object.fromEntries(
    run.decisions.map(({ marketId, ...rest }) => [
      marketId,
      'targetNotionalUsd' in rest ? Math.round(rest.targetNotionalUsd) : NaN,
    ]),
  );

describe('portfolioStrategy and its sizes', () => {
  it('gives more to the calm than to the wild', () => {
    const run = script({ allocation: { method: 'riskParity' } });
    run.at(0, ...tradable(A, B), ...bars(A, calm), ...bars(B, wild)).think(1_000, idea(A, 0.8), idea(B, -0.8));
    expect(targets(run)).toEqual({ [A]: 1_600, [B]: -400 });
  });

  it('does not enter what it cannot size, and gives its place to others', () => {
    const run = script({ allocation: { method: 'volatilityTarget', maxIdeas: 1, budgetUsd: 1_000 } });
    run.at(0, ...tradable(A, B), ...bars(B, calm)).think(1_000, idea(A, 0.9), idea(B, 0.8));
    expect(Object.keys(targets(run))).toEqual([B]);
  });

  it('keeps the size of what it cannot size any more', () => {
    const run = script({ allocation: { method: 'kelly' }, rebalance: { band: 0, minTradeUsd: 0 } });
    run
      .at(0, ...tradable(A), ...bars(A, wild))
      .think(1_000, idea(A, 0.8))
      .think(2_000, idea(A, undefined));
    expect(run.log).toHaveLength(1);
  });

  it('changes sizes outside the band, smaller ones first, and says so', () => {
    const run = script({ allocation: { method: 'scoreWeighted' }, rebalance: { band: 0.2, minTradeUsd: 10 } });
    run.at(0, ...tradable(A, B)).think(1_000, idea(A, 0.8), idea(B, 0.8));
    run.think(2_000, idea(A, 0.9), idea(B, 0.8)).think(3_000, idea(A, 1), idea(B, 0.6));
    expect(run.log).toEqual(['1100 A-USD 1000', '1100 B-USD 1000', '3100 B-USD 750', '3100 A-USD 1250']);
    expect(run.run.decisions[3]!.reasons).toEqual([
      { name: 'thought', value: 1 },
      { name: 'rebalance', value: 0.25, bound: 0.2 },
      { name: 'scoreWeighted-size-usd', value: 1_250 },
    ]);
  });

  it('does not shrink what is about to be left', () => {
    const run = script({ allocation: { method: 'scoreWeighted' }, hysteresis: { minHoldMs: 60_000 } });
    run
      .at(0, ...tradable(A, B))
      .think(1_000, idea(A, 0.8), idea(B, 0.8))
      .think(2_000, idea(A, 0), idea(B, 0.8));
    expect(run.log).toHaveLength(2);
  });

  it('does not grow where it may not enter, and shrinks everywhere', () => {
    const run = script({ allocation: { method: 'scoreWeighted' } }).at(0, ...tradable(A, B));
    run.think(1_000, idea(A, 0.8), idea(B, 0.8)).at(1_500, marketContext({ marketId: A, status: 'PAUSED' }));
    expect(run.think(2_000, idea(A, 1), idea(B, 0.6)).log.slice(2)).toEqual(['2100 B-USD 750']);
  });

  it('R25: changes no size on data that are not live', () => {
    const run = script({ allocation: { method: 'scoreWeighted' } }).at(0, ...tradable(A, B));
    run.think(1_000, idea(A, 0.8), idea(B, 0.8)).at(1_500, dataQuality({ marketId: B, level: 'stale' }));
    expect(run.think(2_000, idea(A, 1), idea(B, 0.6)).log.slice(2)).toEqual(['2100 A-USD 1250']);
  });

  it('does not enter below the smallest trade', () => {
    const pair = idea('pair', 0.8, { [A]: 1, [B]: -0.005 });
    const run = script({ rebalance: { minTradeUsd: 10 } })
      .at(0, ...tradable(A, B))
      .think(1_000, pair);
    expect(run.log).toEqual([]);
  });

  it('enters all that fits into one market, and names the bound', () => {
    const run = script({ allocation: { maxPositionUsd: 600 } })
      .at(0, ...tradable(A))
      .think(1_000, idea(A, 0.9));
    expect(run.log).toEqual(['1100 A-USD 600']);
    expect(run.run.decisions[0]!.reasons).toContainEqual({ name: 'max-position-usd', value: 1_000, bound: 600 });
  });

  it('enters the surer of two that do not both fit into a market', () => {
    const run = script({ allocation: { maxPositionUsd: 15 } }).at(0, ...tradable(A, B));
    run.think(1_000, idea('x', 0.9, { [A]: 1 }), idea('y', 0.8, { [A]: 1, [B]: 1 }));
    expect(run.log).toEqual(['1100 A-USD 15']);
  });

  it('does not enter what would leave too little for a surer one at the same moment', () => {
    // Alone the small leg of x is worth 15 USD; beside y, which asks for a third of the market, less than 10.
    const [x, y] = [idea('x', 0.9, { [A]: 1, [C]: 0.1 }), idea('y', 0.8, { [A]: 1, [B]: 1 })];
    const run = script({ allocation: { maxPositionUsd: 150 } }).at(0, ...tradable(A, B, C));
    expect(run.think(1_000, x, y).log).toEqual(['1100 A-USD 150', '1100 C-USD 15']);
  });

  it('lets ideas that meet in a market share it, also with one that is held', () => {
    const pair = idea('pair', 0.9, { [A]: 1, [B]: 1 });
    const run = script({ allocation: { maxPositionUsd: 300 } })
      .at(0, ...tradable(A, B))
      .think(1_000, idea(A, 0.9));
    // The pair asks for 500 of A, the other one for 1,000: a third and two thirds.
    expect(run.think(2_000, idea(A, 0.9), pair).log).toEqual(['1100 A-USD 300', '2100 B-USD 100']);
  });

  describe('with a cap on correlation', () => {
    const capped = (correlationCap: number) =>
      script({ allocation: { correlationCap } })
        .at(0, ...tradable(A, B, C), ...bars(A, calm), ...bars(B, wild), ...bars(C, related))
        .think(1_000, idea(A, 0.9));

    it('refuses what does the same as a held idea', () => {
      expect(capped(0.9).think(2_000, idea(A, 0.9), idea(B, 0.8)).log).toEqual(['1100 A-USD 1000']);
    });

    it('enters what does the opposite', () => {
      expect(capped(0.9).think(2_000, idea(A, 0.9), idea(B, -0.8)).log.slice(1)).toEqual(['2100 B-USD -1000']);
    });

    it('enters less of what does nearly the same, keeps that share, and says so', () => {
      const run = capped(0.5).think(2_000, idea(A, 0.9), idea(C, 0.8));
      // Sum of products over the root of the sums of squares, with equal weights but for the half-life of 60 bars.
      const correlation = 4 / Math.sqrt(4 * 6);
      const { targetNotionalUsd } = run.run.decisions[1] as { targetNotionalUsd: number } & object;
      expect(targetNotionalUsd).toBeCloseTo(1_000 * ((1 - correlation) / 0.5), -1);
      expect(run.run.decisions[1]!.reasons).toContainEqual({
        name: 'correlation-scale',
        value: targetNotionalUsd / 1_000,
        bound: 0.5,
      });
      expect(run.think(3_000, idea(C, 0.8)).log.slice(2)).toEqual(['3100 A-USD 0']);
    });

    it('does not ask for what it does not know', () => {
      const run = script({ allocation: { correlationCap: 0.5 } }).at(0, ...tradable(A, B));
      expect(run.think(1_000, idea(A, 0.9), idea(B, 0.8)).log).toHaveLength(2);
    });
  });

  it('looks at prices without trading on them: nothing is decided for a move alone', () => {
    const run = script()
      .at(0, ...tradable(A))
      .think(1_000, idea(A, 0.9));
    for (let index = 2; index < 20; index += 1) run.at(index * 1_000, priced(A, 100 + index));
    expect(run.log).toHaveLength(1);
  });
});
