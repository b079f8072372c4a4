import type { RiskInput } from '../monitor/risk-options';
import { isResume } from './is-resume';
import type { Moment } from './moment';
import type { Protection } from './protection';

const HALTS: ReadonlySet<string> = new Set(['stop', 'halt-new-exposure', 'flatten']);

/** Locks the book from the moment the operator halts, flattens or stops until he resumes. */
export class OperatorHalt implements Protection {
  readonly hears = ['command'] as const;

  hear(input: RiskInput, { nowMs, locks }: Moment): void {
    if (isResume(input)) locks.release('operator-halt');
    if (input.kind !== 'command' || !HALTS.has(input.command)) return;
    const message = `the operator halted new exposure (${input.command})`;
    locks.lock({ protection: 'operator-halt', value: 1, bound: 0, sinceMs: nowMs, untilMs: Infinity, message });
  }
}
