import type { AccountState, ClientId, MarketId } from '@perpstream/core';
import type { Holding } from './errand';

/** Every market with a position or with orders that may add to one; reduce-only orders end by themselves within a block. */
export function holdingsOf({ positions, openOrders }: AccountState): ReadonlyMap<MarketId, Holding> {
  const holdings = new Map<MarketId, { sizeBase: number; orders: ClientId[] }>();
  const at = (marketId: MarketId): { sizeBase: number; orders: ClientId[] } => {
    let holding = holdings.get(marketId);
    if (holding === undefined) holdings.set(marketId, (holding = { sizeBase: 0, orders: [] }));
    return holding;
  };
  for (const { marketId, sizeBase } of positions.values()) at(marketId).sizeBase = sizeBase;
  for (const order of openOrders.values()) if (!order.reduceOnly) at(order.marketId).orders.push(order.clientId);
  return holdings;
}
