import {
  stepSizeBase,
  toQuantums,
  toSizeBase,
  type DecisionVerdict,
  type LimitHit,
  type QuotesDecision,
} from '@perpstream/core';
import type { MarketRisk, Sign } from '../monitor/market-risk';
import type { RiskBook } from '../monitor/risk-book';
import { blockingHits } from './blocking-hits';
import { exposureBeside } from './exposure';
import { limitHit } from './limit-hit';
import { hitsAt, largestUsd, limitRooms } from './limit-rooms';
import { approved, refused, trimmed } from './verdicts';

type Quote = { readonly priceUsd: number; readonly sizeBase: number };
type Fit = { readonly quote: Quote | undefined; readonly hits: readonly LimitHit[] };

function invalidHits(decision: QuotesDecision): LimitHit[] {
  return [decision.bid, decision.ask]
    .filter((quote) => quote !== undefined)
    .flatMap(({ priceUsd, sizeBase }) => [priceUsd, sizeBase])
    .filter((value) => !(value > 0 && value < Infinity))
    .map((value) => limitHit('not-finite', 0, 0, `prices and sizes of quotes must be finite and > 0, was ${value}`));
}

function cutToSteps(quote: Quote, sizeBase: number, { rules }: MarketRisk): Quote | undefined {
  if (rules === undefined || !(sizeBase >= stepSizeBase(rules))) return undefined;
  const quantums = toQuantums(sizeBase, rules, 'down');
  return quantums.ok ? { ...quote, sizeBase: toSizeBase(quantums.value, rules) } : undefined;
}

/** Judges one side as if it filled and the other did not. What only closes the position always fits. */
function fitSide(
  book: RiskBook,
  market: MarketRisk,
  quote: Quote | undefined,
  sign: Sign,
  blocks: readonly LimitHit[],
): Fit {
  const closingBase = Math.max(0, -sign * market.sizeBase);
  if (quote === undefined || quote.sizeBase <= closingBase) return { quote, hits: [] };
  if (blocks.length > 0) return { quote: cutToSteps(quote, closingBase, market), hits: blocks };
  const { limits } = book.options;
  const rooms = limitRooms({ limits, market, sign, beside: exposureBeside(book, market) });
  const afterUsd = (sign * market.sizeBase + quote.sizeBase) * market.oraclePriceUsd;
  const hits = hitsAt(rooms, afterUsd);
  if (hits.length === 0) return { quote, hits };
  const openBase = (largestUsd(rooms) * (1 - limits.trimHeadroom)) / market.oraclePriceUsd - sign * market.sizeBase;
  return { quote: cutToSteps(quote, Math.max(closingBase, openBase), market), hits };
}

function reserve(book: RiskBook, market: MarketRisk, bid: Quote | undefined, ask: Quote | undefined): void {
  const longUsd = (market.sizeBase + (bid?.sizeBase ?? 0)) * market.oraclePriceUsd;
  const shortUsd = (market.sizeBase - (ask?.sizeBase ?? 0)) * market.oraclePriceUsd;
  book.reserveTarget(market, longUsd >= -shortUsd ? longUsd : shortUsd);
}

function withoutSides(decision: QuotesDecision): QuotesDecision {
  const bare: { -readonly [Key in keyof QuotesDecision]: QuotesDecision[Key] } = { ...decision };
  delete bare.bid;
  delete bare.ask;
  return bare;
}

function askedUsd({ bid, ask }: QuotesDecision): number {
  return (bid === undefined ? 0 : bid.priceUsd * bid.sizeBase) + (ask === undefined ? 0 : ask.priceUsd * ask.sizeBase);
}

function judge(book: RiskBook, market: MarketRisk, decision: QuotesDecision): DecisionVerdict {
  const blocks = blockingHits(book, market, decision.receivedMs);
  const bid = fitSide(book, market, decision.bid, 1, blocks);
  const ask = fitSide(book, market, decision.ask, -1, blocks);
  const hits = [...new Set([...bid.hits, ...ask.hits])];
  if (bid.quote === undefined && ask.quote === undefined) return refused(decision, hits);
  reserve(book, market, bid.quote, ask.quote);
  if (hits.length === 0) return approved(decision);
  const sides = { ...(bid.quote && { bid: bid.quote }), ...(ask.quote && { ask: ask.quote }) };
  return trimmed({ ...withoutSides(decision), ...sides }, hits, askedUsd(decision));
}

/**
 * Judges quotes: each side as if it filled in full and the other did not. A side that does not fit is cut to the market's
 * steps, or dropped; a side that only closes the position always stays. Quoting nothing is always approved.
 */
export function assessQuotes(book: RiskBook, decision: QuotesDecision): DecisionVerdict {
  const market = book.market(decision.marketId);
  if (decision.bid === undefined && decision.ask === undefined) {
    book.reserveTarget(market, 0);
    return approved(decision);
  }
  const invalid = invalidHits(decision);
  return invalid.length > 0 ? refused(decision, invalid) : judge(book, market, decision);
}
