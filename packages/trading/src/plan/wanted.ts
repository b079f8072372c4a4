import {
  midPriceUsd,
  toQuantums,
  toSubticks,
  type MarketRules,
  type OnGrid,
  type Quantums,
  type QuotesDecision,
  type Side,
  type StrategyDecision,
  type Subticks,
  type TargetDecision,
  type TopOfBook,
} from '@perpstream/core';

/** How much effort a part of a decision is still worth. Reductions go on without limit. */
export type Effort = {
  /** Orders sent that added exposure. */
  attempts: number;
  /** Reached or given up: no more exposure is added for it. */
  isOver: boolean;
};

/** The position that a decision wants, fixed in quantums at the prices of one moment. */
export type WantedTarget = Effort & {
  readonly kind: 'target';
  readonly decision: TargetDecision;
  /** Signed. */
  readonly quantums: bigint;
};

/** One resting order that a decision wants. */
export type WantedQuote = Effort & {
  readonly side: Side;
  /** What of it has not been filled yet. */
  quantums: bigint;
  subticks: Subticks;
};

/** The resting orders that a decision wants. */
export type WantedQuotes = {
  readonly kind: 'quotes';
  readonly decision: QuotesDecision;
  readonly quotes: readonly WantedQuote[];
};

/** What a decision comes to on the grid. */
export type Wanted = WantedTarget | WantedQuotes;

/** What was made of a decision, and what of it cannot be done. */
export type Fixed = { readonly wanted: Wanted; readonly problems: readonly string[] };

function fixTarget(decision: TargetDecision, rules: MarketRules, midUsd: number): Fixed {
  const { targetNotionalUsd, targetSizeBase = targetNotionalUsd / midUsd } = decision;
  const base: Effort = { attempts: 0, isOver: false };
  if (targetSizeBase === 0) return { wanted: { ...base, kind: 'target', decision, quantums: 0n }, problems: [] };
  const size = toQuantums(Math.abs(targetSizeBase), rules, 'down');
  const magnitude = size.ok ? size.value : 0n;
  const quantums = targetSizeBase > 0 ? magnitude : 0n - magnitude;
  const problems = size.ok ? [] : [`a target of ${targetNotionalUsd} USD comes to nothing: ${size.reason}`];
  return { wanted: { ...base, kind: 'target', decision, quantums }, problems };
}

/** Fixes quotes on the market's grid; they state their own prices, so that no book has to be known. */
export function fixQuotes(decision: QuotesDecision, rules: MarketRules): Fixed {
  const quotes: WantedQuote[] = [];
  const problems: string[] = [];
  for (const side of ['buy', 'sell'] as const) {
    const asked = side === 'buy' ? decision.bid : decision.ask;
    if (asked === undefined) continue;
    const size: OnGrid<Quantums> = toQuantums(asked.sizeBase, rules, 'down');
    const price: OnGrid<Subticks> = toSubticks(asked.priceUsd, rules, side === 'buy' ? 'down' : 'up');
    if (!size.ok) problems.push(`no ${side} quote: ${size.reason}`);
    else if (!price.ok) problems.push(`no ${side} quote: ${price.reason}`);
    else quotes.push({ side, quantums: size.value, subticks: price.value, attempts: 0, isOver: false });
  }
  return { wanted: { kind: 'quotes', decision, quotes }, problems };
}

/**
 * Fixes what a decision asks for on the market's grid: sizes are rounded toward zero, resting prices away from the book. A
 * target is turned into a size once, at the mid of this moment, so that a moving price does not make orders by itself.
 */
export function fixWanted(decision: StrategyDecision, rules: MarketRules, top: TopOfBook | undefined): Fixed {
  if (decision.kind === 'quotes') return fixQuotes(decision, rules);
  return fixTarget(decision, rules, top === undefined ? NaN : midPriceUsd(top));
}
