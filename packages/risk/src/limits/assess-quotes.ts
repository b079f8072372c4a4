import { toQuantums, toSizeBase, type DecisionVerdict, type LimitHit, type QuotesDecision } from '@perpstream/core';
import type { MarketRisk, Sign } from '../monitor/market-risk';
import type { RiskBook } from '../monitor/risk-book';
import { blockingHits } from './blocking-hits';
import { limitHit } from './limit-hit';
import { hitsAt, largestUsd, limitRooms } from './limit-rooms';
import { roomQuestion } from './room-question';
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
  if (rules === undefined) return undefined;
  const quantums = toQuantums(sizeBase, rules, 'down');
  return quantums.ok ? { ...quote, sizeBase: toSizeBase(quantums.value, rules) } : undefined;
}

type Side = { readonly quote: Quote | undefined; readonly sign: Sign };

/** The closing part of a quote, which is a position or a part of one and so on the market's steps. */
function closingPart(quote: Quote, closingBase: number): Quote | undefined {
  return closingBase > 0 ? { ...quote, sizeBase: closingBase } : undefined;
}

/** Judges one side as if it filled and the other did not. What only closes the position always fits. */
function fitSide(book: RiskBook, market: MarketRisk, { quote, sign }: Side, strategy: string, blocks: LimitHit[]): Fit {
  const closingBase = Math.max(0, -sign * market.sizeBase);
  if (quote === undefined || quote.sizeBase <= closingBase) return { quote, hits: [] };
  if (blocks.length > 0) return { quote: closingPart(quote, closingBase), hits: blocks };
  const afterUsd = (sign * market.sizeBase + quote.sizeBase) * market.oraclePriceUsd;
  const parts = [{ strategy, targetNotionalUsd: afterUsd }];
  const rooms = limitRooms(roomQuestion(book, market, sign, { parts, wholeUsd: afterUsd }));
  const hits = hitsAt(rooms, afterUsd);
  if (hits.length === 0) return { quote, hits };
  const largest = largestUsd(rooms) * (1 - book.options.limits.trimHeadroom);
  const openBase = largest / market.oraclePriceUsd - sign * market.sizeBase;
  const opening = openBase > closingBase ? cutToSteps(quote, openBase, market) : undefined;
  return { quote: opening ?? closingPart(quote, closingBase), hits };
}

function reserve(book: RiskBook, market: MarketRisk, strategy: string, bid?: Quote, ask?: Quote): void {
  const longBase = market.sizeBase + (bid?.sizeBase ?? 0);
  const shortBase = market.sizeBase - (ask?.sizeBase ?? 0);
  const worstUsd = (longBase >= -shortBase ? longBase : shortBase) * market.oraclePriceUsd;
  const targetNotionalUsd = Number.isNaN(worstUsd) ? 0 : worstUsd;
  book.reserveTarget(market, targetNotionalUsd, [{ strategy, targetNotionalUsd }]);
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
  const { strategy } = decision;
  const blocks = blockingHits(book, market, decision.receivedMs);
  if (blocks.some(({ limit }) => limit === 'operator-halt')) return refused(decision, blocks);
  const bid = fitSide(book, market, { quote: decision.bid, sign: 1 }, strategy, blocks);
  const ask = fitSide(book, market, { quote: decision.ask, sign: -1 }, strategy, blocks);
  const hits = [...new Set([...bid.hits, ...ask.hits])];
  if (bid.quote === undefined && ask.quote === undefined) return refused(decision, hits);
  reserve(book, market, strategy, bid.quote, ask.quote);
  if (hits.length === 0) return approved(decision);
  const sides = { ...(bid.quote && { bid: bid.quote }), ...(ask.quote && { ask: ask.quote }) };
  return trimmed({ ...withoutSides(decision), ...sides }, hits, askedUsd(decision));
}

/**
 * Judges quotes: each side as if it filled in full and the other did not. A side that does not fit is cut to the market's
 * steps, or dropped; a side that only closes the position always stays, but while the operator halts, for then no order may
 * rest. Quoting nothing is always approved.
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
