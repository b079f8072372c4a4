import type { AuditEvent } from '../audit/audit-event';
import type { LoggedInput } from '../input/input';

/** Keeps what a run saw and what it decided. An input is recorded before it is handled. */
export interface RunLog {
  recordInput(input: LoggedInput): void;
  recordAudit(event: AuditEvent): void;
}
