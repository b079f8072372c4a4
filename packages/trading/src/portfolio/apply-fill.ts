import { magnitude, type Fill } from '@perpstream/core';

/**
 * An open position in chain integers. Both are signed alike: positive for a long (bought for `costQuoteQuantums`),
 * negative for a short (sold for it). `quantums` is never 0.
 */
export type Holding = { readonly quantums: bigint; readonly costQuoteQuantums: bigint };

/** What a fill did: the position after it (undefined when flat), and what it realised in quote quantums, without its fee. */
export type FillEffect = {
  readonly holding: Holding | undefined;
  readonly realizedQuoteQuantums: bigint;
  /** The position changed its sign, or there was none before: it was opened by this fill. */
  readonly isOpened: boolean;
};

/** The part of `whole` that goes with `part` of `total`, toward zero; all of it for all of `total`. */
function share(whole: bigint, part: bigint, total: bigint): bigint {
  return part === total ? whole : (whole * part) / total;
}

/**
 * Applies a fill to a position at average cost. Exact: what is rounded off a partial close stays in the cost of the rest,
 * so that cash + cost of open positions = start + realised + funding - fees holds to the last quote quantum.
 */
export function applyFill(
  before: Holding | undefined,
  fill: Pick<Fill, 'side' | 'quantums' | 'quoteQuantums'>,
): FillEffect {
  const sign = fill.side === 'buy' ? 1n : -1n;
  const held = before?.quantums ?? 0n;
  const cost = before?.costQuoteQuantums ?? 0n;
  const isAdding = held === 0n || held > 0n === sign > 0n;
  if (isAdding) {
    const holding = { quantums: held + sign * fill.quantums, costQuoteQuantums: cost + sign * fill.quoteQuantums };
    return { holding, realizedQuoteQuantums: 0n, isOpened: held === 0n };
  }
  const open = magnitude(held);
  const closed = fill.quantums < open ? fill.quantums : open;
  const closedQuote = share(fill.quoteQuantums, closed, fill.quantums);
  const releasedCost = share(cost, closed, open);
  const quantums = held + sign * fill.quantums;
  const isFlipped = fill.quantums > open;
  const costAfter = cost - releasedCost + (isFlipped ? sign * (fill.quoteQuantums - closedQuote) : 0n);
  return {
    holding: quantums === 0n ? undefined : { quantums, costQuoteQuantums: costAfter },
    realizedQuoteQuantums: -sign * closedQuote - releasedCost,
    isOpened: isFlipped,
  };
}
