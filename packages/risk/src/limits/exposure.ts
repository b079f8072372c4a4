import type { LimitHit } from '@perpstream/core';
import type { MarketRisk } from '../monitor/market-risk';
import type { RiskBook } from '../monitor/risk-book';
import { limitHit } from './limit-hit';

/** What the account carries besides one market, each other market at its worst case. USD at oracle prices. */
export type ExposureBeside = {
  /** Equity of the whole account, less what its working orders cost against the mark if they all fill. */
  readonly equityUsd: number;
  readonly grossNotionalUsd: number;
  /** The largest surplus of longs over shorts that they may come to, and of shorts over longs; may be below 0. */
  readonly netLongUsd: number;
  readonly netShortUsd: number;
  readonly initialMarginUsd: number;
  readonly maintenanceMarginUsd: number;
  /** Largest cushion that one other market needs per unit of liquidation distance. */
  readonly largestCushionUsd: number;
  /** Markets besides this one, and those of them that stand alone in a subaccount. */
  readonly markets: number;
  readonly isolatedMarkets: number;
};

/**
 * The collateral above maintenance that keeps the liquidation price of a position away from the mark by 100 % of it. Follows
 * from the liquidation price: distance = (equity - maintenance) / (|notional| x (1 - f)) for a long, (1 + f) for a short.
 */
export function cushionUsd(notionalUsd: number, maintenanceMarginFraction: number): number {
  return Math.abs(notionalUsd) - notionalUsd * maintenanceMarginFraction;
}

/** Sums up all markets but one. NaN in a mark shows as NaN here; see {@link inputHits}. */
export function exposureBeside(book: RiskBook, market: MarketRisk): ExposureBeside {
  let equityUsd = book.account?.quoteBalanceUsd ?? NaN;
  let grossNotionalUsd = 0;
  let netLongUsd = 0;
  let netShortUsd = 0;
  let initialMarginUsd = 0;
  let maintenanceMarginUsd = 0;
  let largestCushionUsd = 0;
  let markets = 0;
  let isolatedMarkets = 0;
  for (const other of book.exposed) {
    equityUsd += other.notionalUsd - other.fillCostUsd();
    const worstUsd = other.worstNotionalUsd();
    if (other === market || worstUsd === 0) continue;
    const absoluteUsd = Math.abs(worstUsd);
    grossNotionalUsd += absoluteUsd;
    netLongUsd += other.worstTowardUsd(1);
    netShortUsd += other.worstTowardUsd(-1);
    initialMarginUsd += other.worstInitialMarginUsd();
    maintenanceMarginUsd += absoluteUsd * other.maintenanceMarginFraction;
    largestCushionUsd = Math.max(largestCushionUsd, cushionUsd(worstUsd, other.maintenanceMarginFraction));
    markets += 1;
    if (other.rules?.marginMode === 'isolated') isolatedMarkets += 1;
  }
  return {
    equityUsd,
    grossNotionalUsd,
    netLongUsd,
    netShortUsd,
    initialMarginUsd,
    maintenanceMarginUsd,
    largestCushionUsd,
    markets,
    isolatedMarkets,
  };
}

function missingHit({ marketId, missing, isOracleInvalid }: MarketRisk): LimitHit[] {
  if (isOracleInvalid) return [limitHit('not-finite', 0, 0, `the oracle price of ${marketId} is not a price`)];
  if (missing === undefined) return [];
  return [limitHit('missing-input', 0, 1, `not known yet: ${missing} of ${marketId}`)];
}

/** What is missing or no number among all inputs that a judgement on one market stands on. */
export function inputHits(book: RiskBook, market: MarketRisk): LimitHit[] {
  if (book.account === undefined) return [limitHit('missing-input', 0, 1, 'not known yet: the account')];
  const hits = missingHit(market);
  for (const other of book.exposed) if (other !== market) hits.push(...missingHit(other));
  if (hits.length > 0) return hits;
  const { equityUsd, grossNotionalUsd } = exposureBeside(book, market);
  if (Number.isFinite(equityUsd) && Number.isFinite(grossNotionalUsd)) return [];
  return [limitHit('not-finite', 0, 0, 'the equity of the account is not a finite number')];
}
