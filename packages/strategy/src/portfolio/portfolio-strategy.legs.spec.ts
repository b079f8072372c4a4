import { marketId } from '@perpstream/core';
import { dataQuality, accountState, marketContext, position } from '@perpstream/testing';
import { A, B, C, IdeaScript, idea, priced, tradable } from '../../fixtures/idea-script';

const D = marketId('D-USD');
const allocation = { maxIdeas: 2, budgetUsd: 2_000, maxPositionUsd: 2_000 };
const rebalance = { band: 0.1, minTradeUsd: 1 };
const pair = (conviction: number | undefined, hedge = -1) => idea('pair', conviction, { [A]: 1, [B]: hedge });
const script = (options = {}) => new IdeaScript({ allocation, rebalance, ...options }).at(0, ...tradable(A, B, C));
const holding = (...sizes: (readonly [typeof A, number])[]) =>
  accountState({ positions: sizes.map(([marketId, sizeBase]) => position({ marketId, sizeBase })) });

describe('portfolioStrategy with ideas of several legs', () => {
  it('enters and leaves all legs together, in proportion to their weights', () => {
    const run = script().think(1_000, pair(0.8, -3)).think(2_000, pair(0));
    expect(run.log).toEqual(['1100 A-USD 250', '1100 B-USD -750', '2100 A-USD 0', '2100 B-USD 0']);
  });

  it('turns all legs round for a negative conviction', () => {
    const run = script().think(1_000, pair(-0.8)).think(2_000, pair(0.8));
    expect(run.log).toEqual(['1100 A-USD -500', '1100 B-USD 500', '2100 A-USD 500', '2100 B-USD -500']);
  });

  it('states the legs, the idea and the rule with every leg', () => {
    const run = script().think(1_000, pair(0.8));
    expect(run.run.decisions[1]).toMatchObject({
      strategy: 'script',
      decision: 1,
      marketId: B,
      confidence: 0.8,
      reasons: [
        { name: 'thought', value: 0.8 },
        { name: 'enter-conviction', value: 0.8, bound: 0.6 },
        { name: 'max-ideas', value: 1, bound: 2 },
        { name: 'equal-size-usd', value: 1_000 },
        { name: 'leg-weight', value: -1 },
      ],
    });
  });

  it('adds up ideas that meet in a market', () => {
    const run = script().think(1_000, pair(0.8), idea('B-USD', 0.9));
    expect(run.log).toEqual(['1100 B-USD 500', '1100 A-USD 500']);
    run.think(2_000, idea('B-USD', 0.9));
    expect(run.log.slice(2)).toEqual(['2100 A-USD 0', '2100 B-USD 1000']);
  });

  it('enters nothing while one of the legs may not be entered, and leaves whatever they are', () => {
    const shut = marketContext({ marketId: B, status: 'CANCEL_ONLY' });
    expect(script().at(500, shut).think(1_000, pair(0.9)).log).toEqual([]);
    expect(script().think(1_000, pair(0.9)).at(1_500, shut).think(2_000, pair(0)).log.slice(2)).toEqual([
      '2100 A-USD 0',
      '2100 B-USD 0',
    ]);
  });

  it.each(['stale', 'dirty', 'syncing'] as const)(
    'R25: enters, leaves and changes nothing while one of the legs is %s',
    (level) => {
      const lost = dataQuality({ marketId: B, level });
      expect(script().at(500, lost).think(1_000, pair(0.9)).log).toEqual([]);
      const run = script().think(1_000, pair(0.9)).at(1_500, lost).think(2_000, pair(0));
      expect(run.log).toHaveLength(2);
      expect(run.at(3_000, dataQuality({ marketId: B }), priced(B, 100)).log.slice(2)).toEqual([
        '3100 A-USD 0',
        '3100 B-USD 0',
      ]);
    },
  );

  it('needs a market of every leg', () => {
    expect(script().think(1_000, idea('x', 0.9, { [A]: 1, 'NONE-USD': -1 })).log).toEqual([]);
  });

  it('takes one place for one idea, however many legs it has', () => {
    const run = script({ allocation: { ...allocation, maxIdeas: 1 } }).think(1_000, pair(0.8), idea('C-USD', 0.7));
    expect(run.log).toEqual(['1100 A-USD 1000', '1100 B-USD -1000']);
  });

  describe('whose legs change', () => {
    it('keeps its legs while the change is inside the band', () => {
      const run = script().think(1_000, pair(0.8, -1)).think(2_000, pair(0.8, -1.09));
      expect(run.log).toHaveLength(2);
    });

    it('goes over to the new weights outside of it, at the same gross size', () => {
      const run = script().think(1_000, pair(0.8, -1)).think(2_000, pair(0.8, -3));
      expect(run.log.slice(2)).toEqual(['2100 A-USD 250', '2100 B-USD -750']);
      expect(run.run.decisions[2]!.reasons).toContainEqual({ name: 'legs', value: 2 });
    });

    it('goes over to other markets, and leaves those that are dropped', () => {
      const run = script()
        .think(1_000, pair(0.8))
        .think(2_000, idea('pair', 0.8, { [A]: 1, [C]: -1 }));
      expect(run.log.slice(2)).toEqual(['2100 B-USD 0', '2100 C-USD -500']);
    });

    it('goes over again and again, and says why with those that are dropped', () => {
      const run = script()
        .think(1_000, pair(0.8))
        .think(2_000, idea('pair', 0.8, { [A]: 1, [C]: -1 }));
      run.think(3_000, pair(0.7));
      expect(run.log.slice(4)).toEqual(['3100 C-USD 0', '3100 B-USD -500']);
      expect(run.run.decisions[4]!.confidence).toBe(0.7);
      expect(run.run.decisions[4]!.reasons).toContainEqual({ name: 'legs', value: 2 });
    });

    it('stays in its old legs while a market in which it grows may not be entered', () => {
      const shut = marketContext({ marketId: C, status: 'PAUSED' });
      const other = idea('pair', 0.8, { [A]: 1, [C]: -1 });
      const run = script().think(1_000, pair(0.8)).at(1_500, shut).think(2_000, other);
      expect(run.log).toHaveLength(2);
      expect(run.at(3_000, marketContext({ marketId: C })).log).toHaveLength(4);
    });

    it('gives a market back to the idea it cancelled out there, also to one whose data are not live', () => {
      const against = idea('against', 0.9, { [B]: 1, [D]: -1 });
      const run = script()
        .at(500, ...tradable(D))
        .think(1_000, pair(0.8), against);
      expect(run.log).toEqual(['1100 D-USD -500', '1100 A-USD 500']);
      run.at(1_500, dataQuality({ marketId: D, level: 'stale' }));
      run.think(2_000, idea('pair', 0.8, { [A]: 1, [C]: -1 }), against);
      expect(run.log.slice(2).sort()).toEqual(['2100 B-USD 500', '2100 C-USD -500']);
    });

    it('stays in its old legs while there is no opinion, and while data are missing', () => {
      const run = script().think(1_000, pair(0.8)).think(2_000, pair(undefined, -3));
      run.at(2_500, dataQuality({ marketId: A, level: 'stale' })).think(3_000, pair(0.8, -3));
      expect(run.log).toHaveLength(2);
    });
  });

  describe('and an account', () => {
    const cooling = { hysteresis: { coolDownMs: 10_000 } };

    it('leaves the rest when a leg was closed by others, and cools down from the end of the rest', () => {
      const run = script(cooling)
        .think(1_000, pair(0.8))
        .at(2_000, holding([A, 5], [B, -5]))
        .at(5_000, holding([A, 5]));
      expect(run.log.slice(2)).toEqual(['5100 A-USD 0', '5100 B-USD 0']);
      expect(run.run.decisions[2]!.reasons).toContainEqual({ name: 'closed-by-others', value: 100 });
      run.at(6_000, accountState());
      expect(run.at(15_800, priced(A, 100)).log).toHaveLength(4);
      expect(run.at(16_000, priced(A, 100)).log.slice(4)).toEqual(['16100 A-USD 500', '16100 B-USD -500']);
    });

    it('leaves the rest of an idea of which a leg never came', () => {
      const run = script(cooling)
        .think(1_000, pair(0.8))
        .at(2_000, holding([A, 5]));
      expect(run.at(11_000, priced(A, 100)).log.slice(2)).toEqual(['11100 A-USD 0', '11100 B-USD 0']);
      expect(run.run.decisions[2]!.reasons).toContainEqual({ name: 'not-held', value: 10_000, bound: 10_000 });
      expect(run.at(12_000, priced(A, 100)).log).toHaveLength(4);
    });

    it('leaves the rest when the market of the lost leg is closed for good, and that leg when its data are back', () => {
      const run = script(cooling)
        .think(1_000, pair(0.8))
        .at(2_000, holding([A, 5], [B, -5]));
      run.at(5_000, dataQuality({ marketId: B, level: 'stale' }), holding([A, 5]));
      expect(run.log.slice(2)).toEqual(['5100 A-USD 0']);
      run.think(6_000).at(20_000, dataQuality({ marketId: B }), priced(B, 100));
      expect(run.log.slice(3)).toEqual(['20100 B-USD 0']);
      expect(run.run.decisions[3]!.reasons).toContainEqual({ name: 'closed-by-others', value: 100 });
    });

    it('does not miss a market in which its ideas cancel each other out', () => {
      const against = idea('other', 0.9, { [B]: 1, [C]: -1 });
      const run = script(cooling)
        .think(1_000, pair(0.8), against)
        .at(2_000, holding([A, 5], [C, -5]));
      expect(run.log).toEqual(['1100 C-USD -500', '1100 A-USD 500']);
      expect(run.at(60_000, priced(A, 100)).log).toHaveLength(2);
    });
  });
});
