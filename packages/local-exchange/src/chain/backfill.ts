import type { MarketFloor } from '../agents/market-floor';
import type { SeededRandom } from '../random/seeded-random';
import type { FlowTotals } from './flow-totals';
import type { SimulatedMarket } from './simulated-market';

const MINUTE_SECONDS = 60;
const MINUTES_PER_DAY = 1440;
/** How much the volume of a minute varies: the standard deviation of its logarithm. */
const VOLUME_SPREAD = 0.7;
/** Each taker order meets a few resting ones. */
const TRADES_PER_TAKER = 1.5;

/**
 * A minute of trading without a book, for the history before the simulation proper: the fair value moves on and the
 * flow of an ordinary minute follows it.
 */
export function pastMinute(
  market: SimulatedMarket,
  { grid, fairValue }: MarketFloor,
  random: SeededRandom,
): FlowTotals {
  const open = grid.floorPrice(fairValue.subticks);
  fairValue.advance(MINUTE_SECONDS);
  const close = grid.floorPrice(fairValue.subticks);
  const wick = (): number => Math.abs(random.normal()) * market.volatilityBps * 2e-4;
  const high = grid.ceilPrice(Math.max(open, close) * (1 + wick()));
  const low = grid.floorPrice(Math.min(open, close) * (1 - wick()));
  const activity = Math.exp(VOLUME_SPREAD * random.normal());
  const quantums = grid.quantumsFor((market.volume24hUsd / MINUTES_PER_DAY) * activity, close);
  const trades = Math.max(1, Math.round(market.takersPerMinute * TRADES_PER_TAKER * activity));
  return { open, high, low, close, quantums, value: grid.value(close, quantums), trades };
}
