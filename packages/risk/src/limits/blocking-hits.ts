import type { LimitHit } from '@perpstream/core';
import type { MarketRisk } from '../monitor/market-risk';
import type { RiskBook } from '../monitor/risk-book';
import { exposureBeside, inputHits } from './exposure';
import { limitHit, shown } from './limit-hit';

function staleHits({ quality, marketId }: MarketRisk, maxAgeMs: number, nowMs: number): LimitHit[] {
  if (quality === undefined) {
    return [limitHit('data-quality', Infinity, maxAgeMs, `nothing is known of the data of ${marketId} yet`)];
  }
  const isLive = quality.level === 'live';
  if (isLive && quality.ageMs <= maxAgeMs) return [];
  const ageMs = isLive ? quality.ageMs : quality.ageMs + Math.max(0, nowMs - quality.receivedMs);
  // Data that are fresh but not live are as good as none: no age of theirs is within the bound.
  const valueMs = ageMs > maxAgeMs ? ageMs : Infinity;
  const message = `the data of ${marketId} are ${quality.level}, ${shown(ageMs)} ms old (bound ${maxAgeMs}): ${quality.reason}`;
  return [limitHit('data-quality', valueMs, maxAgeMs, message)];
}

/** Live data may still be poor: a thin book, levels that cross, an audit that found faults. */
function poorHits({ quality, marketId }: MarketRisk, least: number): LimitHit[] {
  if (quality?.level !== 'live' || quality.quality >= least) return [];
  const message = `the quality of the data of ${marketId} is ${shown(quality.quality)}, below ${least}: ${quality.reason}`;
  return [limitHit('data-quality', quality.quality, least, message)];
}

function oracleHits({ oracleMs, marketId }: MarketRisk, maxAgeMs: number, nowMs: number): LimitHit[] {
  const ageMs = nowMs - oracleMs;
  if (!(ageMs > maxAgeMs)) return [];
  const message = `the oracle price of ${marketId} was stated ${shown(ageMs)} ms ago (bound ${maxAgeMs})`;
  return [limitHit('data-quality', ageMs, maxAgeMs, message)];
}

function statusHits({ status, marketId }: MarketRisk): LimitHit[] {
  if (status === 'ACTIVE') return [];
  return [limitHit('market-status', 0, 1, `${marketId} is ${status}, only ACTIVE markets take new exposure`)];
}

function lockHits({ protections }: RiskBook, { marketId }: MarketRisk): LimitHit[] {
  return protections
    .locksOn(marketId)
    .map(({ protection, value, bound, message }) => limitHit(protection, value, bound, message));
}

function accountHits(book: RiskBook, market: MarketRisk): LimitHit[] {
  const { equityUsd, markets, isolatedMarkets } = exposureBeside(book, market);
  const hits: LimitHit[] = [];
  if (equityUsd <= 0) hits.push(limitHit('free-collateral', equityUsd, 0, `equity is ${shown(equityUsd)} USD`));
  const sharesIsolated = isolatedMarkets > 0 || (market.rules?.marginMode === 'isolated' && markets > 0);
  if (sharesIsolated) {
    const message = `a subaccount with an isolated market holds no other; ${markets} beside ${market.marketId}`;
    hits.push(limitHit('chain-rule', markets, 0, message));
  }
  return hits;
}

/**
 * Everything that forbids new exposure in a market whatever its size: inputs that are missing, data that are not live or poor,
 * an oracle price that is too old, a market that is not active, locks, no equity, isolated markets that would share the
 * subaccount. Empty when nothing does.
 */
export function blockingHits(book: RiskBook, market: MarketRisk, nowMs: number): LimitHit[] {
  const inputs = inputHits(book, market);
  const { maxDataAgeMs, minDataQuality, maxOracleAgeMs } = book.options.limits;
  return [
    ...inputs,
    ...staleHits(market, maxDataAgeMs, nowMs),
    ...poorHits(market, minDataQuality),
    ...oracleHits(market, maxOracleAgeMs, nowMs),
    ...statusHits(market),
    ...lockHits(book, market),
    ...(inputs.length > 0 ? [] : accountHits(book, market)),
  ];
}
