import { type BotConfig } from '../../config/config-schema';
import { type SignalsConfig } from '../../config/signals-schema';
import { type StrategyConfig } from '../../config/strategies-schema';

/**
 * Tells every signal that can do without trades and true books to read the bars of the candles, and every strategy to
 * estimate from them; what the configuration says itself stays.
 */
export function toldBars(config: BotConfig, barMs: number): Pick<BotConfig, 'signals' | 'strategies'> {
  return {
    signals: signalsOnBars(config.signals, barMs),
    strategies: config.strategies.map((strategy) => strategyOnBars(strategy, barMs)),
  };
}

function signalsOnBars(given: SignalsConfig, barMs: number): SignalsConfig {
  const price = { barMs };
  return {
    ...given,
    momentum: { price, ...given.momentum },
    trend: { barMs, ...given.trend },
    meanReversion: { price, ...given.meanReversion },
    volume: { barMs, ...given.volume },
    volatility: { price, ...given.volatility },
    tradeFlow: { barMs, ...given.tradeFlow },
    liquidity: { barMs, ...given.liquidity },
    basis: { price, ...given.basis },
    openInterest: { price, ...given.openInterest },
    liquidationPressure: { barMs, ...given.liquidationPressure },
    leadLag: { price, ...given.leadLag },
  };
}

function strategyOnBars(given: StrategyConfig, barMs: number): StrategyConfig {
  const strategy = { ...given, estimates: { barMs, ...given.estimates } };
  return strategy.use === 'pairs' ? { barMs, ...strategy } : strategy;
}
