import type { StampedLevel } from './stamped-level';

/**
 * Drops levels until the best bid is below the best ask, as the Indexer does for its answers: the ask goes when the bid
 * was set later or is larger, else the bid goes.
 *
 * @param bids best first
 * @param asks best first
 * @see v4-chain `indexer/packages/redis/src/caches/orderbook-levels-cache.ts` for the rule
 */
export function uncross(
  bids: readonly StampedLevel[],
  asks: readonly StampedLevel[],
): { readonly bids: readonly StampedLevel[]; readonly asks: readonly StampedLevel[] } {
  let bidAt = 0;
  let askAt = 0;
  for (;;) {
    const bid = bids[bidAt];
    const ask = asks[askAt];
    if (bid === undefined || ask === undefined || Number(bid.price) < Number(ask.price)) break;
    if (bid.stamp > ask.stamp || Number(bid.size) > Number(ask.size)) askAt += 1;
    else bidAt += 1;
  }
  return { bids: bids.slice(bidAt), asks: asks.slice(askAt) };
}
