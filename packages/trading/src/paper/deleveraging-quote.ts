import { floorDiv, type ChainMargin, type ChainAccount, type MarketId } from '@perpstream/core';

/**
 * What the account gets (+) or pays (-) in quote quantums when its whole position of a market is closed against others: the
 * worth of the position at the oracle price, and as long as the account owes more than it has, the position's share of that
 * debt by maintenance margin on top, so that nothing is left to owe once all positions are closed.
 *
 * @see v4-chain `x/clob/keeper/deleveraging.go` for the two prices, `liquidations.go` for the share and its rounding
 */
export function deleveragingQuote(margin: ChainMargin, account: ChainAccount, marketId: MarketId): bigint {
  const positions = new Map(account.positions);
  positions.delete(marketId);
  const before = margin.requirements(account);
  const after = margin.requirements({ ...account, positions });
  const worth = before.netCollateral - after.netCollateral;
  if (before.netCollateral >= 0n || before.maintenance === 0n) return worth;
  return worth - floorDiv(before.netCollateral * (before.maintenance - after.maintenance), before.maintenance);
}
