import type { LimitHit, LimitName, Side } from '@perpstream/core';
import { limitHit, shown } from '../limits/limit-hit';
import type { RiskLimits } from '../limits/risk-limits';
import { signOf, type MarketRisk } from '../monitor/market-risk';
import type { SentOrder } from './sent-order';

const BPS = 10_000;

/** Multiplied out rather than divided, so that a price exactly at the bound keeps it. */
function bandHits(
  limit: LimitName,
  what: string,
  worseUsd: number,
  referenceUsd: number,
  boundBps: number,
): LimitHit[] {
  if (!(worseUsd * BPS > boundBps * referenceUsd)) return [];
  const bps = (worseUsd * BPS) / referenceUsd;
  const message = `a price ${shown(bps)} bps worse than ${what} of ${referenceUsd} USD exceeds ${boundBps} bps`;
  return [limitHit(limit, bps, boundBps, message)];
}

function fatFingerHits(limits: RiskLimits, { trades }: MarketRisk, orderUsd: number): LimitHit[] {
  const { maxOrderNotionalUsd, maxOrderTradeMultiple } = limits;
  const hits: LimitHit[] = [];
  if (orderUsd > maxOrderNotionalUsd) {
    const message = `an order of ${shown(orderUsd)} USD exceeds ${maxOrderNotionalUsd} USD`;
    hits.push(limitHit('fat-finger', orderUsd, maxOrderNotionalUsd, message));
  }
  const typicalUsd = trades.usd;
  if (typicalUsd !== undefined && orderUsd > maxOrderTradeMultiple * typicalUsd) {
    const multiple = orderUsd / typicalUsd;
    const message = `an order of ${shown(multiple)} times the typical trade of ${shown(typicalUsd)} USD exceeds ${maxOrderTradeMultiple}`;
    hits.push(limitHit('fat-finger', multiple, maxOrderTradeMultiple, message));
  }
  return hits;
}

/**
 * What speaks against the price and the sheer size of an opening order: a price far worse than the oracle or than the opposite
 * best price, an order larger than anyone here would mean. Without a book, or before enough trades, that part is not judged: a
 * market without data is kept out by the quality of its data.
 */
export function priceHits(limits: RiskLimits, market: MarketRisk, side: Side, sent: SentOrder): LimitHit[] {
  const { top, oraclePriceUsd } = market;
  const { maxOracleDistanceBps, maxBookDistanceBps } = limits;
  const { priceUsd, sizeBase } = sent;
  const sign = signOf(side);
  const bestUsd = side === 'buy' ? top?.askPriceUsd : top?.bidPriceUsd;
  const best = side === 'buy' ? 'the best ask' : 'the best bid';
  return [
    ...bandHits(
      'oracle-band',
      'the oracle price',
      sign * (priceUsd - oraclePriceUsd),
      oraclePriceUsd,
      maxOracleDistanceBps,
    ),
    ...(bestUsd === undefined
      ? []
      : bandHits('book-band', best, sign * (priceUsd - bestUsd), bestUsd, maxBookDistanceBps)),
    ...fatFingerHits(limits, market, sizeBase * priceUsd),
  ];
}
