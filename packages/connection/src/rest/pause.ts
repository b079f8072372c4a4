import { type SchedulerLike } from 'rxjs';

/** Resolves after `delayMs` by the scheduler, or at once when the signal ends the wait. */
export function pause(delayMs: number, scheduler: SchedulerLike, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const waiting = scheduler.schedule(() => done(), delayMs);
    const done = (): void => {
      waiting.unsubscribe();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    signal?.addEventListener('abort', done, { once: true });
  });
}
