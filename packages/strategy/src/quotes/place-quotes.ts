import {
  toPriceUsd,
  toQuantums,
  toSizeBase,
  toSubticks,
  type MarketRules,
  type Subticks,
  type TopOfBook,
} from '@perpstream/core';
import { quoteSides, type Quote, type QuoteSides } from './quote-model';

/** What a quote has to fit into. */
export type QuoteBounds = {
  readonly top: TopOfBook;
  /** Undefined until the exchange stated them: then nothing is rounded, and no price is better than the best of its side. */
  readonly rules: MarketRules | undefined;
  /** Signed, in USD. */
  readonly inventoryUsd: number;
  readonly maxInventoryUsd: number;
  readonly minQuoteUsd: number;
};

/** A side of a market maker. */
export type QuoteSide = 'bid' | 'ask';

/** Float64 noise between a size and the room it was cut to. */
const NOISE = 1e-9;

/** What may still be bought or sold at a price without leaving the inventory limit, in base units; below 0 at the limit. */
function roomBase(side: QuoteSide, priceUsd: number, { inventoryUsd, maxInventoryUsd }: QuoteBounds): number {
  return (maxInventoryUsd - (side === 'bid' ? inventoryUsd : -inventoryUsd)) / priceUsd;
}

/** The best price that surely rests: one tick from the best of the other side, and no better than asked for. */
function gridPrice(side: QuoteSide, priceUsd: number, top: TopOfBook, rules: MarketRules): number | undefined {
  const rounding = side === 'bid' ? 'down' : 'up';
  const wanted = toSubticks(priceUsd, rules, rounding);
  const opposite = toSubticks(side === 'bid' ? top.askPriceUsd : top.bidPriceUsd, rules, rounding);
  if (!wanted.ok || !opposite.ok) return undefined;
  const limit = side === 'bid' ? opposite.value - rules.subticksPerTick : opposite.value + rules.subticksPerTick;
  const isWithin = side === 'bid' ? wanted.value <= limit : wanted.value >= limit;
  const subticks = isWithin ? wanted.value : (limit as Subticks);
  return subticks > 0n ? toPriceUsd(subticks, rules) : undefined;
}

function restingPrice(side: QuoteSide, priceUsd: number, { top, rules }: QuoteBounds): number | undefined {
  if (rules !== undefined) return gridPrice(side, priceUsd, top, rules);
  return side === 'bid' ? Math.min(priceUsd, top.bidPriceUsd) : Math.max(priceUsd, top.askPriceUsd);
}

function gridSize(sizeBase: number, rules: MarketRules | undefined): number {
  if (rules === undefined || !(sizeBase > 0)) return sizeBase;
  const quantums = toQuantums(sizeBase, rules, 'down');
  return quantums.ok ? toSizeBase(quantums.value, rules) : 0;
}

function isNumber({ priceUsd, sizeBase }: Quote): boolean {
  return priceUsd > 0 && priceUsd < Infinity && sizeBase > 0 && sizeBase < Infinity;
}

function placeSide(side: QuoteSide, wanted: Quote | undefined, bounds: QuoteBounds): Quote | undefined {
  if (wanted === undefined || !isNumber(wanted)) return undefined;
  const priceUsd = restingPrice(side, wanted.priceUsd, bounds);
  if (priceUsd === undefined) return undefined;
  const sizeBase = gridSize(Math.min(wanted.sizeBase, roomBase(side, priceUsd, bounds)), bounds.rules);
  return sizeBase > 0 && sizeBase * priceUsd >= bounds.minQuoteUsd ? { priceUsd, sizeBase } : undefined;
}

/**
 * Fits quotes into a market: prices on the tick away from the market and never crossing it, sizes on the step, cut to what
 * the inventory limit leaves, left out below the least worth. A bid at or above the ask is two mistakes: neither is quoted.
 */
export function placeQuotes({ bid, ask }: QuoteSides, bounds: QuoteBounds): QuoteSides {
  if (bid !== undefined && ask !== undefined && !(bid.priceUsd < ask.priceUsd)) return {};
  return quoteSides(placeSide('bid', bid, bounds), placeSide('ask', ask, bounds));
}

/** Whether a quote that stands still fits: it does not cross the market, and filling it keeps the inventory limit. */
export function stillFits(side: QuoteSide, { priceUsd, sizeBase }: Quote, bounds: QuoteBounds): boolean {
  const { top } = bounds;
  const isResting = side === 'bid' ? priceUsd < top.askPriceUsd : priceUsd > top.bidPriceUsd;
  return isResting && sizeBase <= roomBase(side, priceUsd, bounds) * (1 + NOISE);
}
