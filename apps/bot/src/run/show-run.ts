import { plainLines, restoreTerminal, terminalView } from '@perpstream/dashboard';
import { type AuditEvent } from '@perpstream/core';
import { asyncScheduler, type Observable } from 'rxjs';
import { systemClock } from './system-clock';

/** How a run is shown. */
export type ShowOptions = {
  readonly title: string;
  readonly headless: boolean;
  /** Standard output belongs to the JSON summary: lines go to standard error. */
  readonly json: boolean;
};

/** Shows a run while it goes: a live view on a terminal, plain lines elsewhere. Returns what ends the showing. */
export function showRun(audit$: Observable<AuditEvent>, { title, headless, json }: ShowOptions): () => void {
  const { stdout, stderr } = process;
  if (stdout.isTTY && !headless) {
    const size = (): { columns: number; rows: number } => ({ columns: stdout.columns, rows: stdout.rows });
    const view$ = audit$.pipe(terminalView({ scheduler: asyncScheduler, size, title, nowMs: () => systemClock.now() }));
    const showing = view$.subscribe((text) => stdout.write(text));
    return () => {
      showing.unsubscribe();
      stdout.write(restoreTerminal);
    };
  }
  const out = json ? stderr : stdout;
  const showing = audit$.pipe(plainLines({ scheduler: asyncScheduler })).subscribe((line) => out.write(`${line}\n`));
  return () => showing.unsubscribe();
}
