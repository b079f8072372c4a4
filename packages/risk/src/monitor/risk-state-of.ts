import { unrealizedPnlUsd, type PositionRisk, type RiskState, type Stamp } from '@perpstream/core';
import { liquidationDistance, liquidationPrice } from '../liquidation/liquidation-price';
import { accountMargin, type AccountMargin } from '../margin/account-margin';
import type { MarketRisk } from './market-risk';
import type { RiskBook } from './risk-book';

function positionRisk(market: MarketRisk, margin: AccountMargin): PositionRisk {
  const { marketId, position, sizeBase, oraclePriceUsd, notionalUsd } = market;
  const priceUsd = liquidationPrice(market, margin);
  return {
    marketId,
    sizeBase,
    oraclePriceUsd,
    notionalUsd,
    unrealizedPnlUsd: position === undefined ? 0 : unrealizedPnlUsd(position, oraclePriceUsd),
    initialMarginUsd: Math.abs(notionalUsd) * market.initialMarginFraction,
    maintenanceMarginUsd: Math.abs(notionalUsd) * market.maintenanceMarginFraction,
    liquidationPriceUsd: priceUsd,
    liquidationDistance: liquidationDistance(market, priceUsd),
  };
}

/** The risk of the account now; undefined while the account, or an input for the margin of a position, is not known. */
export function riskStateOf(book: RiskBook, { receivedMs, cause }: Stamp): RiskState | undefined {
  const { account } = book;
  if (account === undefined) return undefined;
  const markets = [...account.positions.keys()].map((marketId) => book.market(marketId));
  if (markets.some(({ missing }) => missing !== undefined)) return undefined;
  const margin = accountMargin(account.quoteBalanceUsd, markets);
  if (!Number.isFinite(margin.equityUsd)) return undefined;
  const { protections } = book;
  return {
    kind: 'risk',
    receivedMs,
    cause,
    ...margin,
    dayPnlUsd: protections.dayPnlUsd,
    level: protections.level,
    timeToLiquidationMs: protections.timeToLiquidationMs,
    locks: protections.locks,
    isHalted: protections.locks.some(({ marketId }) => marketId === undefined),
    positions: markets.map((market) => positionRisk(market, margin)),
  };
}
