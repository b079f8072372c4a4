import { type AuditEvent, type MarketId } from '@perpstream/core';
import { defer, filter, map, type OperatorFunction } from 'rxjs';

/**
 * The markets to follow as the exchange lists new ones and settles or delists others: emits the whole list, in order of
 * listing, whenever it changes.
 *
 * @param first the markets that are followed at the start
 */
export function followListings(first: readonly MarketId[]): OperatorFunction<AuditEvent, readonly MarketId[]> {
  return (audit$) =>
    defer(() => {
      const markets = new Set(first);
      return audit$.pipe(
        filter((audit) => hasChanged(markets, audit)),
        map(() => [...markets]),
      );
    });
}

/** Takes a change of status in. Says whether it changed the list. */
function hasChanged(markets: Set<MarketId>, audit: AuditEvent): boolean {
  if (audit.topic !== 'data' || audit.event.kind !== 'status-change') return false;
  const { to, marketId } = audit.event;
  const before = markets.size;
  if (to === 'ACTIVE') markets.add(marketId);
  if (to === 'DELISTED' || to === 'FINAL_SETTLEMENT') markets.delete(marketId);
  return markets.size !== before;
}
