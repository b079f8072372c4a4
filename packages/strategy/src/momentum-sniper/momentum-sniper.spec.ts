import type { StrategyInput } from '@perpstream/core';
import { BTC, ETH, bookUpdate, dataQuality, marketContext, signalScores } from '@perpstream/testing';
import { Rehearsal } from '../../fixtures/rehearsal';
import { momentumSniper } from './momentum-sniper';
import { momentumSniperDefaults, type MomentumSniperOptions } from './momentum-sniper-options';

/** Direction 0.5 x 0.9 + 0.2 x 0.8 + 0.15 x 0.6 + 0.15 x 0.4 = 0.76, confirmation 0.4 x 0.8 + 0.4 x 0.9 + 0.2 x 0.7 = 0.82. */
const rising = {
  momentum: 95,
  tradeFlow: 90,
  bookImbalance: 80,
  leadLag: 70,
  trend: 80,
  volume: 90,
  volatility: 70,
};
const conviction = 0.76 * (1 - 0.5 * (1 - 0.82));
const falling = { ...rising, momentum: 5, tradeFlow: 10, bookImbalance: 20, leadLag: 30 };
const unconfirmed = { ...rising, momentum: 80, tradeFlow: 70, trend: 10, volume: 10, volatility: 10 };
const calm = { ...rising, momentum: 52, tradeFlow: 50, bookImbalance: 50, leadLag: 50 };

const near = (value: number): number => expect.closeTo(value, 12) as number;
const funding = (nextFundingRate1h: number) => marketContext({ nextFundingRate1h });
const priced = (midUsd: number) => bookUpdate({ bids: [[midUsd * 0.9999, 1]], asks: [[midUsd * 1.0001, 1]] });
const tradable: StrategyInput[] = [dataQuality(), marketContext(), priced(10_000)];

function rehearse({ hysteresis, ...options }: Omit<MomentumSniperOptions, 'scheduler'> = {}): Rehearsal {
  const bounds = { minHoldMs: 0, coolDownMs: 0, ...hysteresis };
  return new Rehearsal((scheduler) => momentumSniper({ scheduler, ...options, hysteresis: bounds }));
}

describe('momentumSniper', () => {
  it('enters a confirmed rise, with every number that led to it', () => {
    const run = rehearse()
      .at(0, ...tradable, signalScores(rising))
      .at(5_000);
    expect(run.decisions).toEqual([
      {
        kind: 'target',
        strategy: 'momentumSniper',
        decision: 0,
        marketId: BTC,
        receivedMs: 0,
        cause: 4,
        confidence: near(conviction),
        targetNotionalUsd: 1_000,
        reasons: [
          { name: 'momentum', value: 95, weight: 0.5 },
          { name: 'tradeFlow', value: 90, weight: 0.2 },
          { name: 'bookImbalance', value: 80, weight: 0.15 },
          { name: 'leadLag', value: 70, weight: 0.15 },
          { name: 'trend', value: 80, weight: 0.4 },
          { name: 'volume', value: 90, weight: 0.4 },
          { name: 'volatility', value: 70, weight: 0.2 },
          { name: 'direction', value: near(0.76) },
          { name: 'confirmation', value: near(0.82) },
          { name: 'carry-share', value: 0, bound: 0.5 },
          { name: 'enter-conviction', value: near(conviction), bound: 0.4 },
          { name: 'max-ideas', value: 1, bound: 3 },
          { name: 'equal-size-usd', value: 1_000 },
        ],
      },
    ]);
  });

  it('enters a confirmed fall, and leaves when it is over', () => {
    const run = rehearse()
      .at(0, ...tradable, signalScores(falling))
      .at(5_000, signalScores(calm))
      .at(10_000);
    expect(run.log).toEqual(['2250 BTC-USD -1000', '7250 BTC-USD 0']);
  });

  it('stays out of a rise that nothing confirms', () => {
    expect(
      rehearse()
        .at(0, ...tradable, signalScores(unconfirmed))
        .at(5_000).log,
    ).toEqual([]);
    const trusting = rehearse({ confirmationShare: 0 }).at(0, ...tradable, signalScores(unconfirmed));
    expect(trusting.at(5_000).log).toHaveLength(1);
  });

  it('enters a market that has no leader', () => {
    const { leadLag, ...rest } = rising;
    expect(leadLag).toBe(70);
    expect(
      rehearse()
        .at(0, ...tradable, signalScores(rest))
        .at(5_000).log,
    ).toHaveLength(1);
  });

  it.each(['momentum', 'tradeFlow', 'bookImbalance', 'trend', 'volume', 'volatility'] as const)(
    'R25: has no opinion without %s: enters nothing, keeps what it has',
    (missing) => {
      const { [missing]: gone, ...rest } = calm;
      expect(gone).toBeGreaterThan(0);
      const { [missing]: lost, ...strong } = rising;
      expect(lost).toBeGreaterThan(0);
      expect(
        rehearse()
          .at(0, ...tradable, signalScores(strong))
          .at(5_000).log,
      ).toEqual([]);
      const run = rehearse()
        .at(0, ...tradable, signalScores(rising))
        .at(5_000, signalScores(rest))
        .at(20_000);
      expect(run.log).toEqual(['2250 BTC-USD 1000']);
    },
  );

  describe('and funding', () => {
    it.each([
      ['costs a long too much', 0.002, rising],
      ['costs a short too much', -0.002, falling],
    ])('stays out where it %s', (_name, rate, scores) => {
      expect(
        rehearse()
          .at(0, ...tradable, funding(rate), signalScores(scores))
          .at(5_000).log,
      ).toEqual([]);
    });

    it.each([
      ['earns it', 0.002, falling],
      ['costs little', 0.0001, rising],
    ])('enters where it %s', (_name, rate, scores) => {
      expect(
        rehearse()
          .at(0, ...tradable, funding(rate), signalScores(scores))
          .at(5_000).log,
      ).toHaveLength(1);
    });

    it('leaves when it eats the edge', () => {
      const run = rehearse()
        .at(0, ...tradable, signalScores(rising))
        .at(5_000, funding(0.01))
        .at(10_000);
      expect(run.log).toEqual(['2250 BTC-USD 1000', '7250 BTC-USD 0']);
    });

    it('has no opinion where it is not known, unless it is not asked', () => {
      const { nextFundingRate1h, ...unknown } = marketContext();
      expect(nextFundingRate1h).toBe(0);
      const inputs = [dataQuality(), unknown, priced(10_000), signalScores(rising)];
      expect(
        rehearse()
          .at(0, ...inputs)
          .at(5_000).log,
      ).toEqual([]);
      expect(
        rehearse({ edgeBps: 0 })
          .at(0, ...inputs)
          .at(5_000).log,
      ).toHaveLength(1);
    });
  });

  it('stops a loss', () => {
    const run = rehearse()
      .at(0, ...tradable, signalScores(rising))
      .at(5_000, priced(9_890))
      .at(6_000);
    expect(run.log).toEqual(['2250 BTC-USD 1000', '5250 BTC-USD 0']);
  });

  it('takes leverage as a budget', () => {
    const allocation = { budgetUsd: 50_000, maxPositionUsd: 25_000, maxIdeas: 2 };
    expect(
      rehearse({ allocation })
        .at(0, ...tradable, signalScores(rising))
        .at(5_000).log,
    ).toEqual(['2250 BTC-USD 25000']);
  });

  it('asks the votes it is given, and no others', () => {
    const votes = { funding: { role: 'direction', weight: 1 } } as const;
    const run = rehearse({ votes }).at(0, ...tradable, dataQuality({ marketId: ETH }), signalScores({ funding: 5 }));
    expect(run.at(5_000).log).toEqual(['2250 BTC-USD -1000']);
  });
});

describe('momentumSniperDefaults', () => {
  it('are plain data, for configurations', () => {
    expect(JSON.parse(JSON.stringify(momentumSniperDefaults))).toEqual(momentumSniperDefaults);
  });
});

describe('momentumSniper, when called', () => {
  const direction = { role: 'direction', weight: 1 } as const;
  it.each<[Omit<MomentumSniperOptions, 'scheduler'>, string]>([
    [{ confirmationShare: 1.5 }, 'momentumSniper.confirmationShare must be in [0, 1], was 1.5'],
    [{ holdingMs: 0 }, 'momentumSniper.holdingMs must be > 0 and finite, was 0'],
    [{ edgeBps: -1 }, 'momentumSniper.edgeBps must be >= 0 and finite, was -1'],
    [{ maxCarryShare: 0 }, 'momentumSniper.maxCarryShare must be in (0, 1], was 0'],
    [{ votes: {} }, 'votes must be given for at least one direction that is not optional, was 0'],
    [
      { votes: { momentum: { ...direction, isOptional: true }, volume: { role: 'confirmation', weight: 1 } } },
      'votes must be given for at least one direction that is not optional, was 0',
    ],
    [{ votes: { momentum: { ...direction, weight: 0 } } }, 'votes.momentum.weight must be > 0 and finite, was 0'],
    [{ exits: { stopLoss: -1 } }, 'exits.stopLoss must be >= 0 and finite, was -1'],
  ])('refuses %j', (options, message) => {
    expect(() => rehearse(options)).toThrow(new RangeError(message));
  });
});
