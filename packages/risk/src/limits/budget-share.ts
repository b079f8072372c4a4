import type { DecisionPart } from '@perpstream/core';
import type { MarketRisk } from '../monitor/market-risk';
import type { RiskBook } from '../monitor/risk-book';

/** What a strategy with a budget has to do with a decision. */
export type BudgetShare = {
  readonly strategy: string;
  /** Its part per unit of the whole, > 0; above 1 where the parts offset each other. */
  readonly share: number;
  /** What was let through for it in other markets, in USD. */
  readonly besideUsd: number;
  readonly budgetUsd: number;
};

function heldBesideUsd({ exposed }: RiskBook, market: MarketRisk, strategy: string): number {
  let usd = 0;
  for (const other of exposed) {
    if (other === market) continue;
    for (const part of other.reservedParts) if (part.strategy === strategy) usd += Math.abs(part.targetNotionalUsd);
  }
  return usd;
}

/** The strategies with a budget among the parts of a decision for `wholeUsd` of a market. */
export function budgetShares(
  book: RiskBook,
  market: MarketRisk,
  parts: readonly DecisionPart[],
  wholeUsd: number,
): BudgetShare[] {
  const shares: BudgetShare[] = [];
  for (const { strategy, targetNotionalUsd } of parts) {
    const budgetUsd = book.options.strategyBudgetsUsd.get(strategy);
    if (budgetUsd === undefined || targetNotionalUsd === 0) continue;
    const share = Math.abs(targetNotionalUsd / wholeUsd);
    shares.push({ strategy, share, besideUsd: heldBesideUsd(book, market, strategy), budgetUsd });
  }
  return shares;
}
