import { unixMs, type Stamp } from '@perpstream/core';
import type { RiskInput } from './risk-options';

/**
 * When an input came, and what to name as the cause of what follows from it. A command from a run log is a cause by its position
 * there; one without a position stands for the event before it.
 */
export function stampOf(input: RiskInput, latestCause: number): Stamp {
  if (input.kind !== 'command') return { receivedMs: input.receivedMs, cause: input.cause };
  const cause = 'seq' in input && typeof input.seq === 'number' ? input.seq : latestCause;
  return { receivedMs: unixMs(input.receivedUs / 1_000), cause };
}
