import { unixMs, type StrategyInput } from '@perpstream/core';
import {
  BTC,
  ETH,
  accountState,
  bookUpdate,
  dataQuality,
  describeStrategyContract,
  marketContext,
  position,
  signalScores,
} from '@perpstream/testing';
import { momentumStrategy } from './momentum-strategy';

/** Scores of one second, in the order momentum, bookImbalance, volume, volatility. */
type Second = readonly [momentum: number, bookImbalance: number, volume: number, volatility: number];

const rise = Array<Second>(8).fill([95, 90, 80, 70]);
const fade = Array<Second>(4).fill([75, 70, 60, 60]);
const fall = Array<Second>(12).fill([5, 10, 80, 70]);
const calm = Array<Second>(12).fill([52, 50, 40, 40]);

const seconds = [...calm, ...rise, ...fade, ...fall, ...calm, ...rise];

/** Two markets, ETH 20 seconds behind BTC, and an account that shows the first position after 15 seconds. */
const events = seconds.flatMap(([momentum, bookImbalance, volume, volatility], index): StrategyInput[] => {
  const receivedMs = unixMs(index * 1_000);
  const [lagMomentum, lagBook, lagVolume, lagVolatility] = seconds[index - 20] ?? calm[0]!;
  const lagging = { momentum: lagMomentum, bookImbalance: lagBook, volume: lagVolume, volatility: lagVolatility };
  const account = accountState({ receivedMs, positions: [position()] });
  return [
    ...[BTC, ETH].flatMap((marketId): StrategyInput[] => [
      ...(index === 0 ? [dataQuality({ marketId, receivedMs }), marketContext({ marketId, receivedMs })] : []),
      bookUpdate({ marketId, receivedMs, bids: [[9_999, 1]], asks: [[10_001, 1]] }),
    ]),
    signalScores({ momentum, bookImbalance, volume, volatility }, { receivedMs }),
    signalScores(lagging, { marketId: ETH, receivedMs }),
    ...(index === 15 ? [account] : []),
  ];
});

describeStrategyContract({
  name: 'momentumStrategy',
  create: (scheduler) => momentumStrategy({ scheduler, minHoldMs: 2_000, coolDownMs: 5_000, maxPositions: 2 }),
  events,
});

describeStrategyContract({
  name: 'momentumStrategy with one place and no confirmation',
  create: (scheduler) => momentumStrategy({ scheduler, confirmMs: 0, minHoldMs: 0, coolDownMs: 0, maxPositions: 1 }),
  events: events.filter(({ kind }) => kind !== 'account'),
});
