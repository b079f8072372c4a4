import { type AuditEvent, type FaultKind } from '@perpstream/core';
import { type Observable } from 'rxjs';

/** Faults of one kind beyond this many are only counted, so that a broken recording does not flood the terminal. */
const SHOWN_PER_KIND = 3;

/** Prints the first faults of each kind to standard error, one line each. Returns what ends it. */
export function showFaults(audit$: Observable<AuditEvent>): () => void {
  const counts = new Map<FaultKind, number>();
  const showing = audit$.subscribe(({ topic, event }) => {
    if (topic !== 'fault') return;
    const count = (counts.get(event.kind) ?? 0) + 1;
    counts.set(event.kind, count);
    if (count > SHOWN_PER_KIND) return;
    const last = count === SHOWN_PER_KIND ? ' (further ones of this kind are only counted)' : '';
    process.stderr.write(`perpstream: ${event.kind} fault at ${event.where}: ${event.message}${last}\n`);
  });
  return () => showing.unsubscribe();
}
