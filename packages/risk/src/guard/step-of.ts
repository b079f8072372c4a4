import type { DeleverageStep, MarketId } from '@perpstream/core';
import type { RiskBook } from '../monitor/risk-book';
import type { MarketSight } from './market-sight';
import { reductionCostUsd } from './reduction-cost';

/** A position that stays as it is, so that all orders of its market are taken back. */
export function heldStep(marketId: MarketId, sizeBase: number): DeleverageStep {
  return { marketId, fromBase: sizeBase, toBase: sizeBase, freedMarginUsd: 0, costUsd: 0 };
}

/** A position that is closed. Needs no price: what it frees and costs is NaN while none is known. */
export function closingStep(book: RiskBook, sight: MarketSight, marketId: MarketId, sizeBase: number): DeleverageStep {
  if (sizeBase === 0) return heldStep(marketId, 0);
  const market = book.market(marketId);
  const notionalUsd = Math.abs(sizeBase) * sight.mark(market).priceUsd;
  const costUsd = reductionCostUsd(notionalUsd, sight.cost(marketId, sizeBase > 0));
  const freedMarginUsd = notionalUsd * market.initialMarginFraction;
  return { marketId, fromBase: sizeBase, toBase: 0, freedMarginUsd, costUsd };
}
