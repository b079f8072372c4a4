import type { MarketRisk, Sign } from '../monitor/market-risk';
import type { RiskBook } from '../monitor/risk-book';
import { correlation } from './correlation';

/**
 * The exposure in other markets that moves with a position of a market in one direction: each at its worst, times the
 * correlation of the oracle prices. What moves the other way does not offset it, since correlations break when it matters.
 */
export function correlatedUsd(book: RiskBook, market: MarketRisk, sign: Sign): number {
  const { step } = book;
  let totalUsd = 0;
  for (const other of book.exposed) {
    if (other === market) continue;
    const together = correlation(market.path, other.path, step);
    const direction: Sign = together < 0 ? (sign === 1 ? -1 : 1) : sign;
    totalUsd += Math.abs(together) * Math.max(0, other.worstTowardUsd(direction));
  }
  return totalUsd;
}
