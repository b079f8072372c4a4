import { unixMs, type AuditEvent } from '@perpstream/core';
import { interval, map, Observable, type OperatorFunction, type SchedulerLike } from 'rxjs';
import { dashboardModel } from '../view-model/dashboard-model';
import { reduceAudit } from '../view-model/reduce-audit';
import { eventLine } from './event-line';
import { faultLimit } from './fault-limit';
import { statusLine } from './status-line';

/** How plain lines are made. */
export type PlainLinesOptions = {
  /** Times the status lines, and gives them their time of day. */
  readonly scheduler: SchedulerLike;
  /** Time between status lines in milliseconds, > 0; 10,000 when absent. */
  readonly statusEveryMs?: number;
};

/**
 * Tells what happens in lines of plain text, for logs and pipes: changes of connections and data quality, decisions,
 * verdicts, orders, fills, faults, and a status every `statusEveryMs`, also while nothing arrives, and at the end.
 *
 * One line without a line end per thing; no escape codes. Books, scores, blocks and approvals of single orders are not
 * told. Of each kind of fault five are told between two status lines, the rest is only counted in the status.
 * @throws RangeError when `statusEveryMs` is not positive
 * @example audit$.pipe(plainLines({ scheduler: asyncScheduler })).subscribe((line) => console.log(line));
 */
export function plainLines(options: PlainLinesOptions): OperatorFunction<AuditEvent, string> {
  const { scheduler, statusEveryMs = 10_000 } = options;
  if (!(statusEveryMs > 0)) throw new RangeError(`statusEveryMs must be > 0, was ${statusEveryMs}`);
  return (source$) =>
    new Observable((subscriber) => {
      let model = dashboardModel();
      const faults = faultLimit();
      const status = (): string => {
        faults.reset();
        return statusLine(model, unixMs(scheduler.now()));
      };
      const error = (cause: unknown): void => subscriber.error(cause);
      const statuses$ = interval(statusEveryMs, scheduler).pipe(map(status));
      subscriber.add(statuses$.subscribe({ next: (line) => subscriber.next(line), error }));
      subscriber.add(
        source$.subscribe({
          next: (audit) => {
            const isTold = audit.topic !== 'fault' || faults.isTold(audit.event);
            const line = isTold ? eventLine(model, audit) : undefined;
            model = reduceAudit(model, audit);
            if (line !== undefined) subscriber.next(line);
          },
          error,
          complete: () => {
            subscriber.next(status());
            subscriber.complete();
          },
        }),
      );
    });
}
