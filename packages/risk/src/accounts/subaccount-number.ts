/** Subaccounts below this number are parents, which hold cross positions. */
const PARENTS = 128;
/** The largest number that the chain takes. */
const LARGEST_NUMBER = 128_000;

/** Whether a subaccount is a parent, whose positions share their margin, or a child, funded for a position of its own. */
export type SubaccountMode = 'cross' | 'isolated';

function requireNumber(name: string, value: number, largest: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= largest) return;
  throw new RangeError(`${name} must be a whole number in [0, ${largest}], was ${value}`);
}

/**
 * How the exchange's web app shows the positions of a subaccount: `cross` in 0 to 127, `isolated` in all others. The chain knows
 * no such difference, to it every subaccount is a margin account of its own; it knows isolated markets, see `isolatedConflict`.
 *
 * @throws RangeError when the number is not a whole one in [0, 128,000]
 * @see v4-chain `x/subaccounts/types/subaccount.go` for the largest number, its Indexer's `parent-subaccount-helpers.ts`
 * @example subaccountMode(128); // 'isolated'
 */
export function subaccountMode(subaccountNumber: number): SubaccountMode {
  requireNumber('subaccountNumber', subaccountNumber, LARGEST_NUMBER);
  return subaccountNumber < PARENTS ? 'cross' : 'isolated';
}

/**
 * The parent of a subaccount, which is itself for 0 to 127.
 *
 * @throws RangeError when the number is not a whole one in [0, 128,000]
 * @example parentSubaccount(384); // 0
 */
export function parentSubaccount(subaccountNumber: number): number {
  requireNumber('subaccountNumber', subaccountNumber, LARGEST_NUMBER);
  return subaccountNumber % PARENTS;
}

/**
 * The number of a child subaccount.
 *
 * @param child from 1 on; 0 is the parent itself
 * @throws RangeError when the parent is not in [0, 127], or the child has no number
 * @example childSubaccount(0, 3); // 384
 */
export function childSubaccount(parentNumber: number, child: number): number {
  requireNumber('parentNumber', parentNumber, PARENTS - 1);
  requireNumber('child', child, Math.floor((LARGEST_NUMBER - parentNumber) / PARENTS));
  return parentNumber + PARENTS * child;
}
