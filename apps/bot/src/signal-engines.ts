import type { SignalEngine } from '@perpstream/core';
import {
  basis,
  bookImbalance,
  funding,
  leadLag,
  liquidationPressure,
  liquidity,
  meanReversion,
  momentum,
  openInterest,
  tradeFlow,
  trend,
  volatility,
  volume,
} from '@perpstream/signals';
import type { SignalsConfig } from './config/signals-schema';

/** Every signal of the bot, as the configuration tells it. */
export function signalEngines(config: SignalsConfig): readonly SignalEngine[] {
  return [
    momentum(config.momentum),
    trend(config.trend),
    meanReversion(config.meanReversion),
    volume(config.volume),
    volatility(config.volatility),
    bookImbalance(config.bookImbalance),
    tradeFlow(config.tradeFlow),
    liquidity(config.liquidity),
    funding(config.funding),
    basis(config.basis),
    openInterest(config.openInterest),
    liquidationPressure(config.liquidationPressure),
    leadLag(config.leadLag),
  ];
}
