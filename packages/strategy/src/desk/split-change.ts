import { magnitude } from '@perpstream/core';

/**
 * Whose a change of a position is, in base quantums: first of those who wanted such a change, in proportion to how much they
 * still lack; beyond that of those whose part it reduces, in proportion to it; the rest of nobody.
 *
 * Exact: the parts and the rest add up to the change.
 * @param change signed, not 0
 * @param gaps per strategy what it wants to hold minus what it holds
 * @param held per strategy
 * @returns per strategy its part; what is missing to `change` is of nobody
 */
export function splitChange(change: bigint, gaps: readonly bigint[], held: readonly bigint[]): bigint[] {
  const wanted = gaps.map((gap) => sameSign(gap, change));
  const first = inProportion(change, wanted);
  const rest = change - sum(first);
  const reducible = held.map((part, seat) => sameSign(-(part + first[seat]!), rest));
  const second = inProportion(rest, reducible);
  return first.map((part, seat) => part + second[seat]!);
}

function sameSign(value: bigint, sign: bigint): bigint {
  return value > 0n === sign > 0n ? value : 0n;
}

/** Gives out `amount` in proportion to `weights` of the same sign, none more than its weight; what is rounded off goes to the first. */
function inProportion(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = sum(weights);
  if (total === 0n) return weights.map(() => 0n);
  if (magnitude(amount) >= magnitude(total)) return [...weights];
  const parts = weights.map((weight) => (amount * weight) / total);
  let left = amount - sum(parts);
  return parts.map((part, seat) => {
    const room = weights[seat]! - part;
    const extra = magnitude(left) < magnitude(room) ? left : room;
    left -= extra;
    return part + extra;
  });
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
