import { resolve } from 'node:path';
import { type AuditEvent, type Fault, type FaultSink, type Input } from '@perpstream/core';
import { type Observable } from 'rxjs';
import { systemClock, systemNowUs } from '../run/system-clock';
import { type ControlCommand } from './control-command';
import { ControlInbox } from './control-inbox';
import { markRunning, unmarkRunning, type RunningMark } from './running-mark';
import { watchControl } from './watch-control';

/** The run that commands are for. */
export type ControlledRun = FaultSink & {
  readonly audit$: Observable<AuditEvent>;
  readonly log: { readonly path: string };
};

/** What the run says that it does about a command, while it handles it. */
function saidOf({ topic, event }: AuditEvent): string | undefined {
  return topic === 'protection' && event.kind === 'deleverage' ? event.message : undefined;
}

/**
 * Lets a run be commanded through its folder: files in `control/` become inputs, which are logged and handled like all others.
 *
 * @param handle takes an input of the run; never throws
 * @returns what ends it; the run is then not marked as running any more
 */
export async function controlRun(
  run: ControlledRun,
  handle: (input: Input) => void,
  mark: Pick<RunningMark, 'command' | 'network'>,
): Promise<() => Promise<void>> {
  const path = resolve(run.log.path);
  const fault = (where: string, message: string): void => {
    const event: Fault = { kind: 'command', where, message, receivedMs: systemClock.now() };
    run.report(event);
  };
  const command = (given: ControlCommand): string => {
    const said: string[] = [];
    const listening = run.audit$.subscribe((audit) => said.push(...[saidOf(audit) ?? []].flat()));
    handle({ kind: 'command', receivedUs: systemNowUs(), ...given });
    listening.unsubscribe();
    return said.length > 0 ? said.join('; ') : 'taken';
  };
  const stopWatching = await watchControl(new ControlInbox(path, { command, fault }, Date.now));
  await markRunning(path, { ...mark, pid: process.pid, startedAt: new Date().toISOString() });
  return async () => {
    await stopWatching();
    await unmarkRunning(path).catch((error: unknown) => fault(path, `running.json stays (${String(error)})`));
  };
}
