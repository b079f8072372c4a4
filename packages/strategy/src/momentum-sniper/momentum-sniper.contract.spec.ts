import { unixMs, type StrategyDecision, type StrategyInput } from '@perpstream/core';
import {
  BTC,
  ETH,
  accountState,
  bookUpdate,
  dataQuality,
  describeNoLookahead,
  describeStrategyContract,
  marketContext,
  position,
  signalScores,
  type StrategySubject,
} from '@perpstream/testing';
import { momentumSniper } from './momentum-sniper';

/** Scores of one second. */
const rising = {
  momentum: 95,
  tradeFlow: 85,
  bookImbalance: 80,
  leadLag: 70,
  trend: 80,
  volume: 85,
  volatility: 70,
};
const fading = { ...rising, momentum: 70, tradeFlow: 60, bookImbalance: 55, volume: 60 };
const falling = { ...rising, momentum: 5, tradeFlow: 15, bookImbalance: 20, leadLag: 30 };
const calm = { ...rising, momentum: 52, tradeFlow: 50, bookImbalance: 50, leadLag: 50, trend: 40, volume: 40 };

const times = <T>(count: number, value: T): T[] => Array<T>(count).fill(value);
const seconds = [
  ...times(12, calm),
  ...times(8, rising),
  ...times(4, fading),
  ...times(12, falling),
  ...times(12, calm),
  ...times(8, rising),
];

/** Two markets, ETH 20 seconds behind BTC and without `leadLag`, and an account that shows the first position late. */
const events = seconds.flatMap((scores, index): StrategyInput[] => {
  const receivedMs = unixMs(index * 1_000);
  const { leadLag, ...lagging } = seconds[index - 20] ?? calm;
  return [
    ...[BTC, ETH].flatMap((marketId): StrategyInput[] => [
      ...(index === 0 ? [dataQuality({ marketId, receivedMs }), marketContext({ marketId, receivedMs })] : []),
      bookUpdate({ marketId, receivedMs, bids: [[9_999, 1]], asks: [[10_001, 1]] }),
    ]),
    signalScores(scores, { receivedMs }),
    signalScores(leadLag > 0 ? lagging : {}, { marketId: ETH, receivedMs }),
    ...(index === 15 ? [accountState({ receivedMs, positions: [position()] })] : []),
  ];
});

const subject: StrategySubject = {
  name: 'momentumSniper',
  create: (scheduler) =>
    momentumSniper({ scheduler, hysteresis: { minHoldMs: 2_000, coolDownMs: 5_000 }, allocation: { maxIdeas: 2 } }),
  events,
};

describeStrategyContract(subject);
describeNoLookahead<StrategyInput, StrategyDecision>({ ...subject, judgedBy: 'emitted' });

describeStrategyContract({
  name: 'momentumSniper with one place and no confirmation',
  create: (scheduler) =>
    momentumSniper({
      scheduler,
      timing: { confirmMs: 0 },
      hysteresis: { minHoldMs: 0, coolDownMs: 0 },
      allocation: { maxIdeas: 1, budgetUsd: 1_000 },
    }),
  events: events.filter(({ kind }) => kind !== 'account'),
});
