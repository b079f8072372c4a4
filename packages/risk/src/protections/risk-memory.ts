import type { RiskLock } from '@perpstream/core';
import type { LockTable } from './lock-table';

/** A lock as it is written down: without `untilMs` when it stays until it is taken off by hand. */
export type RememberedLock = Omit<RiskLock, 'untilMs'> & { readonly untilMs?: number };

/**
 * What a restart must not forget, as plain data that survives JSON. USD. Starts and peak are at the scale of the present capital:
 * after a deposit or withdrawal, what they would have been with it, so that fractions of them stay what they were.
 */
export type RiskMemory = {
  /** When it was written, in ms of event time. */
  readonly atMs: number;
  readonly equityUsd: number;
  readonly dayStartEquityUsd: number;
  readonly weekStartEquityUsd: number;
  readonly monthStartEquityUsd: number;
  readonly peakEquityUsd: number;
  /** Gained (> 0) or lost since the start of the day, week and month, net of transfers. */
  readonly dayPnlUsd: number;
  readonly weekPnlUsd: number;
  readonly monthPnlUsd: number;
  /** Funding paid less received since the start of the day. */
  readonly dayFundingPaidUsd: number;
  readonly locks: readonly RememberedLock[];
};

/**
 * Checks a memory that was read from outside.
 *
 * @throws RangeError naming the field and its value
 */
export function checkRiskMemory(memory: RiskMemory): RiskMemory {
  const { locks, ...numbers } = memory;
  for (const [name, value] of Object.entries(numbers)) checkFinite(name, value);
  for (const { protection, untilMs = 0, sinceMs } of locks) {
    checkFinite(`locks: sinceMs of ${protection}`, sinceMs);
    checkFinite(`locks: untilMs of ${protection}`, untilMs);
  }
  return memory;
}

function checkFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`memory.${name} must be finite, was ${value}`);
}

/**
 * Puts the locks of an earlier run back. Those whose time is over end at the next event; a frozen oracle is looked for anew, since the
 * lock holds for as long as its cause is seen.
 */
export function restoreLocks({ locks }: RiskMemory, table: LockTable): void {
  for (const { untilMs = Infinity, ...lock } of locks) {
    if (lock.protection !== 'oracle-freeze' || untilMs < Infinity) table.restore({ ...lock, untilMs });
  }
}
