import { type Fault, type FaultSink } from '@perpstream/core';

/** A sink that keeps every fault, for asserting on them. */
export type CollectedFaults = FaultSink & { readonly faults: readonly Fault[] };

/**
 * Makes a sink that keeps every fault it is given.
 *
 * @example
 * const sink = collectFaults();
 * expect(sink.faults.map(({ kind }) => kind)).toEqual(['malformed-frame']);
 */
export function collectFaults(): CollectedFaults {
  const faults: Fault[] = [];
  return { faults, report: (fault) => faults.push(fault) };
}
