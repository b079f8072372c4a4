import type { DecisionPart } from '@perpstream/core';
import type { MarketRisk, Sign } from '../monitor/market-risk';
import type { RiskBook } from '../monitor/risk-book';
import { budgetShares } from './budget-share';
import { correlatedUsd } from './correlated-exposure';
import { exposureBeside } from './exposure';
import type { RoomQuestion } from './limit-room';

/**
 * Asks for the room of a market in one direction.
 *
 * @param parts of whom the decision is put together, and `wholeUsd` what they come to
 * @param costUsd what filling the order in question costs against the mark
 */
export function roomQuestion(
  book: RiskBook,
  market: MarketRisk,
  sign: Sign,
  {
    parts = [],
    wholeUsd = 0,
    costUsd = 0,
  }: { parts?: readonly DecisionPart[]; wholeUsd?: number; costUsd?: number } = {},
): RoomQuestion {
  const beside = exposureBeside(book, market);
  return {
    limits: book.options.limits,
    market,
    sign,
    beside: { ...beside, equityUsd: beside.equityUsd - costUsd },
    correlatedUsd: correlatedUsd(book, market, sign),
    shares: budgetShares(book, market, parts, wholeUsd),
  };
}
