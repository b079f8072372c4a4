import { BTC, describeNoLookahead, describeStrategyContract, ETH, marketContext } from '@perpstream/testing';
import { MINUTE_MS, minuteOf, noise, opened, stamped } from '../../fixtures/minute-bars';
import { fundingCarry } from './funding-carry';

const next = noise(6);
let log = Math.log(100);
const minutes = Array.from({ length: 90 }, (_, i) => {
  const endMs = (i + 1) * MINUTE_MS;
  const nextFundingRate1h = i < 50 ? 0.0001 : -0.0001;
  log += 0.001 * next();
  return stamped(endMs, [
    ...minuteOf(BTC, endMs, Math.exp(log)),
    ...minuteOf(ETH, endMs, Math.exp(1.2 * log)),
    marketContext({ marketId: BTC }),
    marketContext({ marketId: ETH, nextFundingRate1h }),
  ]);
});
const events = [
  ...stamped(
    0,
    [BTC, ETH].flatMap((market) => opened(market, { liquidity: 50 })),
  ),
  ...minutes.flat(),
];
const create = (scheduler: Parameters<Parameters<typeof describeStrategyContract>[0]['create']>[0]) =>
  fundingCarry({
    scheduler,
    warmUpMs: 600_000,
    averageHalfLifeMs: 600_000,
    estimates: { halfLifeBars: 30, warmUpBars: 20 },
  });

describeStrategyContract({ name: 'fundingCarry', create, events });
describeNoLookahead({ name: 'fundingCarry', create, events, judgedBy: 'emitted' });
