import { unixMs, type MarketId, type StrategyInput } from '@perpstream/core';
import {
  BTC,
  ETH,
  accountState,
  barClosed,
  bookUpdate,
  dataQuality,
  describeStrategyContract,
  marketContext,
  position,
  signalScores,
} from '@perpstream/testing';
import type { PortfolioOptions } from './portfolio-options';
import { portfolioStrategy } from './portfolio-strategy';

/** Scores of each second: a calm, a rise, a fall, a calm. */
const seconds = [50, 50, 60, 80, 95, 95, 95, 90, 80, 60, 40, 20, 5, 5, 5, 5, 30, 50, 50, 50, 50, 90, 95, 95, 60, 50];

function barOf(marketId: MarketId, index: number): StrategyInput {
  const { bar } = barClosed();
  const closeUsd = 10_000 * (1 + 0.001 * Math.sin(index * (marketId === BTC ? 1 : 2)));
  const spec = { type: 'time', intervalMs: 1_000 } as const;
  const endMs = unixMs(index * 1_000);
  return barClosed({ marketId, receivedMs: endMs, bar: { ...bar, spec, closeUsd, endMs } });
}

const events = seconds.flatMap((momentum, index): StrategyInput[] => {
  const receivedMs = unixMs(index * 1_000);
  return [
    ...[BTC, ETH].flatMap((marketId): StrategyInput[] => [
      ...(index === 0 ? [dataQuality({ marketId, receivedMs }), marketContext({ marketId, receivedMs })] : []),
      bookUpdate({ marketId, receivedMs, bids: [[9_999, 1]], asks: [[10_001, 1]] }),
      barOf(marketId, index),
      signalScores({ momentum }, { marketId, receivedMs }),
    ]),
    ...(index === 9 ? [accountState({ receivedMs, positions: [position()] })] : []),
  ];
});

/** Holds BTC against ETH, as the score of BTC says. */
const pairs = (options: PortfolioOptions) => (scheduler: Parameters<typeof portfolioStrategy>[0]['scheduler']) =>
  portfolioStrategy({
    name: 'pairs',
    scheduler,
    createModel: () => ({
      ideas: ({ markets }) => {
        const momentum = markets[0]?.scores?.['momentum'];
        const reasons = momentum === undefined ? [] : [{ name: 'momentum', value: momentum }];
        const conviction = momentum === undefined ? undefined : (momentum - 50) / 50;
        return [
          {
            key: 'pair',
            conviction,
            legs: [
              { marketId: BTC, weight: 1 },
              { marketId: ETH, weight: -0.8 },
            ],
            reasons,
          },
        ];
      },
    }),
    hysteresis: { minHoldMs: 0, coolDownMs: 3_000 },
    ...options,
  });

describeStrategyContract({ name: 'portfolioStrategy with a pair', create: pairs({}), events });

describeStrategyContract({
  name: 'portfolioStrategy with a pair of fractional Kelly size and without confirmation',
  create: pairs({
    timing: { confirmMs: 0 },
    allocation: { method: 'kelly', correlationCap: 0.8 },
    estimates: { barMs: 1_000, warmUpBars: 3 },
    exits: { maxHoldMs: 4_000, convictionDecay: 0.7 },
    rebalance: { band: 0.05, minTradeUsd: 1 },
  }),
  events,
});
