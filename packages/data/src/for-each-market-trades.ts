import type { OperatorFunction } from 'rxjs';
import type { FaultSink, MarketData } from '@perpstream/core';
import { ExchangeTime } from './clock/exchange-time';
import { TradeIntake } from './flow/trade-intake';
import { forEachMarket } from './for-each-market';
import type { Emit } from './market-part';
import { MarketTrades, type TradeJobs } from './market-trades';

/** Runs jobs that live on trades for all markets: an operator for any of them by itself. */
export function forEachMarketTrades<Out>(
  faults: FaultSink,
  createJobs: (intake: TradeIntake, emit: Emit<Out>) => TradeJobs,
): OperatorFunction<MarketData, Out> {
  return forEachMarket((subscriber) => {
    const time = new ExchangeTime(faults);
    const emit: Emit<Out> = (event) => subscriber.next(event);
    return {
      beforeBlock: (block) => time.observe(block),
      createPart: (marketId) => {
        const intake = new TradeIntake(marketId, time, faults);
        return new MarketTrades(intake, createJobs(intake, emit));
      },
    };
  });
}
