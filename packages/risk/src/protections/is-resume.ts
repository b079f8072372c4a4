import type { RiskInput } from '../monitor/risk-options';

/** Whether the operator lets new exposure in again. */
export function isResume(input: RiskInput): boolean {
  return input.kind === 'command' && input.command === 'resume';
}
