import { magnitude, type ChainAccount, type ChainMargin, type MarketId } from '@perpstream/core';
import type { Movement, PaperAccount } from './paper-account';
import { paperMarket, type PaperMarkets } from './paper-market';

/** The chain's name for a removal by its margin rules. */
const UNDERCOLLATERALIZED = 'UNDERCOLLATERALIZED';

/** Judges one movement: why it is not let through; undefined when it is. */
export type Admission = (movement: Movement) => string | undefined;

/** What decides whether the chain lets something happen to the account. */
export type AdmissionRules = {
  readonly markets: PaperMarkets;
  readonly account: PaperAccount;
  /** Without it everything is let through. */
  readonly margin: ChainMargin | undefined;
};

/** Smaller without coming out on the other side: this needs no margin. */
function isReduction(before: bigint, after: bigint): boolean {
  return magnitude(after) < magnitude(before) && (after === 0n || after > 0n === before > 0n);
}

function refusalOf(
  margin: ChainMargin,
  before: ChainAccount | string,
  after: ChainAccount | string,
): string | undefined {
  if (typeof before === 'string') return before;
  if (typeof after === 'string') return after;
  return margin.allows(before, after) ? undefined : UNDERCOLLATERALIZED;
}

/**
 * Judges movements of one market (or transfers, without one) one after another, each as if those let through before it had
 * happened: the chain weighs the account before and after each fill, its fee included.
 *
 * While the account cannot be weighed, only what makes a position smaller is let through.
 * @see v4-chain `x/subaccounts/keeper/subaccount.go` for the check of each update
 */
export function admission({ markets, account, margin }: AdmissionRules, marketId?: MarketId): Admission {
  if (margin === undefined) return () => undefined;
  const held = marketId === undefined ? 0n : paperMarket(markets, marketId).positionQuantums;
  let moved: Movement = { quantums: 0n, quoteQuantums: 0n };
  return (movement) => {
    const quantums = moved.quantums + movement.quantums;
    const next = { ...movement, quantums, quoteQuantums: moved.quoteQuantums + movement.quoteQuantums };
    const before = account.weigh(moved);
    const after = account.weigh(next);
    const isUnknown = typeof before === 'string' || typeof after === 'string';
    const isFree = isUnknown && isReduction(held + moved.quantums, held + quantums);
    const refusal = isFree ? undefined : refusalOf(margin, before, after);
    if (refusal === undefined) moved = next;
    return refusal;
  };
}
