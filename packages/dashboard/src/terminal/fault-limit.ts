import type { Fault, FaultKind } from '@perpstream/core';

/** Faults of one kind that are told between two resets. */
const MOST = 5;

/** Keeps a flood of faults from drowning everything else. */
export type FaultLimit = { readonly isTold: (fault: Fault) => boolean; readonly reset: () => void };

/** Lets the first few faults of each kind through, until it is reset. */
export function faultLimit(): FaultLimit {
  const told = new Map<FaultKind, number>();
  return {
    isTold: ({ kind }) => {
      const count = (told.get(kind) ?? 0) + 1;
      told.set(kind, count);
      return count <= MOST;
    },
    reset: () => told.clear(),
  };
}
