import type { Strategy } from '@perpstream/core';

/** One of several strategies that share an account. */
export type DeskSeat = {
  /** Unique at the desk; the name its decisions are shown under. */
  readonly name: string;
  readonly strategy$: Strategy;
  /** Most it may have at work in all markets together: the sum of its targets and of the larger side of its quotes, in USD. */
  readonly budgetUsd: number;
};

/**
 * Checks the seats of a desk.
 *
 * @throws RangeError naming the seat, the value and the bound
 */
export function checkSeats(seats: readonly DeskSeat[]): void {
  if (seats.length === 0) throw new RangeError('seats must have at least 1 strategy, had 0');
  const names = new Set<string>();
  for (const { name, budgetUsd } of seats) {
    if (name === '') throw new RangeError('seats.name must not be empty, was ""');
    if (names.has(name)) throw new RangeError(`seats.name must be unique: "${name}" is there twice`);
    if (!(budgetUsd > 0 && budgetUsd < Infinity)) {
      throw new RangeError(`seats.${name}.budgetUsd must be a finite number > 0, was ${budgetUsd}`);
    }
    names.add(name);
  }
}
