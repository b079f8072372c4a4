import type { ChainPosition, MarketId } from '@perpstream/core';

type Positions = ReadonlyMap<MarketId, Pick<ChainPosition, 'rules' | 'quantums'>>;

/** The positions that differ between two states of an account, in the state where they are open. */
function changed(before: Positions, after: Positions): Pick<ChainPosition, 'rules' | 'quantums'>[] {
  const sizeIn = (positions: Positions, marketId: MarketId): bigint => positions.get(marketId)?.quantums ?? 0n;
  return [...new Map([...before, ...after])]
    .filter(([marketId]) => sizeIn(before, marketId) !== sizeIn(after, marketId))
    .map(([, position]) => position);
}

/**
 * Why the chain refuses that an account goes from one set of positions to another: a market with isolated margin stands alone in
 * its subaccount. Undefined when it does not refuse.
 *
 * - beside an isolated position nothing else may change
 * - beside cross positions no isolated position may be opened
 * - an isolated position and another one may not change at once
 * @see v4-chain `x/subaccounts/keeper/isolated_subaccount.go` isValidIsolatedPerpetualUpdates (error 2005)
 * @example isolatedConflict(account, { positions: new Map([...account.positions, [marketId, position]]) })
 */
export function isolatedConflict(
  before: { readonly positions: Positions },
  after: { readonly positions: Positions },
): string | undefined {
  const updates = changed(before.positions, after.positions);
  const isolated = updates.find(({ rules }) => rules.marginMode === 'isolated');
  const held = [...before.positions.values()].filter(({ quantums }) => quantums !== 0n);
  const alone = held.find(({ rules }) => rules.marginMode === 'isolated');
  const other = updates.find(({ rules }) => rules.marketId !== alone?.rules.marketId);
  if (alone !== undefined && other !== undefined) {
    return `${alone.rules.marketId} is isolated: ${other.rules.marketId} may not stand in the same subaccount`;
  }
  if (isolated === undefined || alone !== undefined) return undefined;
  if (held.length > 0) return `${isolated.rules.marketId} is isolated: the subaccount holds other positions`;
  if (updates.length > 1) return `${isolated.rules.marketId} is isolated: it may not change together with others`;
  return undefined;
}
