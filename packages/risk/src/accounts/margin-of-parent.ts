import type { MarginAccount } from '../margin/margin-account';
import { marginOf, type MarginOf } from '../margin/margin-of';
import { parentSubaccount, subaccountMode, type SubaccountMode } from './subaccount-number';

/** One of the subaccounts of a parent. */
export type Subaccount = MarginAccount & { readonly subaccountNumber: number };

/** Margin of one subaccount: nothing outside of it counts. */
export type SubaccountMargin = {
  readonly subaccountNumber: number;
  readonly mode: SubaccountMode;
  readonly margin: MarginOf;
};

/** Margin of a parent and its children. */
export type ParentMargin = {
  readonly parentNumber: number;
  /** In the order of their numbers. */
  readonly subaccounts: readonly SubaccountMargin[];
  /**
   * Sums for showing, USD. They decide nothing: free collateral of one subaccount backs another only after a transfer, and a
   * subaccount is liquidated however much the others hold.
   */
  readonly totals: ParentTotals;
};

/** Sums over the subaccounts of a parent, USD. */
export type ParentTotals = Pick<
  MarginOf,
  'equityUsd' | 'freeCollateralUsd' | 'initialMarginUsd' | 'maintenanceMarginUsd' | 'grossNotionalUsd'
>;

const TOTALS: readonly (keyof ParentTotals)[] = [
  'equityUsd',
  'freeCollateralUsd',
  'initialMarginUsd',
  'maintenanceMarginUsd',
  'grossNotionalUsd',
];

function totalsOf(subaccounts: readonly SubaccountMargin[]): ParentTotals {
  const sum = (name: keyof ParentTotals): number => subaccounts.reduce((all, { margin }) => all + margin[name], 0);
  return Object.fromEntries(TOTALS.map((name) => [name, sum(name)])) as ParentTotals;
}

function parentOf(numbers: readonly number[]): number {
  const parents = new Set(numbers.map(parentSubaccount));
  const [parent] = parents;
  if (parent === undefined || parents.size > 1) {
    throw new RangeError(`subaccounts must be of one parent, were ${numbers.join(', ')}`);
  }
  if (new Set(numbers).size < numbers.length) {
    throw new RangeError(`subaccounts must differ in their numbers, were ${numbers.join(', ')}`);
  }
  return parent;
}

/**
 * The margin of a parent subaccount and its children: every one a margin account of its own, and totals for showing.
 *
 * @throws RangeError when there is no subaccount, or they are not different ones of one parent
 * @see v4-chain Indexer `parent-subaccount-helpers.ts` for the numbers
 * @example
 * marginOfParent([
 *   { subaccountNumber: 0, quoteBalanceUsd: 500, positions: crossPositions },
 *   { subaccountNumber: childSubaccount(0, 1), quoteBalanceUsd: 50, positions: [isolatedPosition] },
 * ]).totals.equityUsd;
 */
export function marginOfParent(subaccounts: readonly Subaccount[]): ParentMargin {
  const parentNumber = parentOf(subaccounts.map(({ subaccountNumber }) => subaccountNumber));
  const margins = subaccounts
    .toSorted((a, b) => a.subaccountNumber - b.subaccountNumber)
    .map((subaccount) => ({
      subaccountNumber: subaccount.subaccountNumber,
      mode: subaccountMode(subaccount.subaccountNumber),
      margin: marginOf(subaccount),
    }));
  return { parentNumber, subaccounts: margins, totals: totalsOf(margins) };
}
