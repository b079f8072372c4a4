import { type MarketContext, type ProcessedData } from '@perpstream/core';
import { map, type MonoTypeOperatorFunction } from 'rxjs';
import { type FundingHistory, type FundingTable } from '../sources/funding-table';

function settled(context: MarketContext, history: FundingHistory | undefined): MarketContext {
  if (history === undefined) return context;
  return { ...context, nextFundingRate1h: history.paidRate1h(context.receivedMs) ?? 0 };
}

/**
 * Tells the account the funding rate that was really paid at the end of each hour, which nobody could know before; all
 * others see the latest settled one. An hour without data pays nothing.
 */
export function payRealFunding(funding: FundingTable): MonoTypeOperatorFunction<ProcessedData> {
  return map((event) => (event.kind === 'context' ? settled(event, funding.get(event.marketId)) : event));
}
