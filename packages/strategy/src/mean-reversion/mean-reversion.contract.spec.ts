import { unixMs, type StrategyDecision, type StrategyInput } from '@perpstream/core';
import {
  BTC,
  ETH,
  bookUpdate,
  dataQuality,
  describeNoLookahead,
  describeStrategyContract,
  marketContext,
  signalScores,
  type StrategySubject,
} from '@perpstream/testing';
import { meanReversion } from './mean-reversion';

/** The score of each second: below the mean, back, above it, back. */
const stretches = [50, 60, 85, 90, 90, 90, 80, 70, 60, 52, 50, 48, 30, 15, 10, 10, 10, 20, 40, 50, 50];

const events = stretches.flatMap((stretch, index): StrategyInput[] => {
  const receivedMs = unixMs(index * 1_000);
  return [BTC, ETH].flatMap((marketId): StrategyInput[] => [
    ...(index === 0 ? [dataQuality({ marketId, receivedMs }), marketContext({ marketId, receivedMs })] : []),
    bookUpdate({ marketId, receivedMs, bids: [[9_999, 1]], asks: [[10_001, 1]] }),
    signalScores(
      { meanReversion: marketId === BTC ? stretch : 100 - stretch, trend: 40, liquidationPressure: 50 },
      { marketId, receivedMs },
    ),
  ]);
});

const subject: StrategySubject = {
  name: 'meanReversion',
  create: (scheduler) => meanReversion({ scheduler, hysteresis: { minHoldMs: 0, coolDownMs: 0 } }),
  events,
};

describeStrategyContract(subject);
describeNoLookahead<StrategyInput, StrategyDecision>({ ...subject, judgedBy: 'emitted' });
