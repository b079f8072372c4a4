import { describeNoLookahead, describeStrategyContract } from '@perpstream/testing';
import { A, B } from '../../fixtures/idea-script';
import { MINUTE_MS, minuteOf, opened, returning, stamped, walk } from '../../fixtures/minute-bars';
import { pairs } from './pairs';

const bars = 200;
const logs = walk(5, bars, 0.002, Math.log(100));
const spread = returning(8, bars, 0.4, 0.005);
const minutes = logs.flatMap((log, i) => {
  const endMs = (i + 1) * MINUTE_MS;
  return stamped(endMs, [...minuteOf(A, endMs, Math.exp(log + spread[i]!)), ...minuteOf(B, endMs, Math.exp(log))]);
});
const events = [
  ...stamped(
    0,
    [A, B].flatMap((market) => opened(market, { liquidity: 50 })),
  ),
  ...minutes,
];
const create = (scheduler: Parameters<Parameters<typeof describeStrategyContract>[0]['create']>[0]) =>
  pairs({ scheduler, windowBars: 80, recomputeBars: 5, minHalfLifeBars: 0, significance: 0.1 });

describeStrategyContract({ name: 'pairs', create, events });
describeNoLookahead({ name: 'pairs', create, events, judgedBy: 'emitted' });
