import { setTimeout as wait } from 'node:timers/promises';

/** Why a live run ends. */
export type EndReason = 'interrupted' | 'duration' | 'ended';

/**
 * Waits for the end of a run: an interrupt (Ctrl-C or a polite kill), the given duration, or `ended` resolving. A second
 * interrupt ends the process at once, should the orderly shutdown hang.
 */
export async function endOfRun(durationMs: number | undefined, ended: Promise<unknown>): Promise<EndReason> {
  const cancel = new AbortController();
  const interrupted = new Promise<EndReason>((resolve) => {
    const stop = (): void => {
      resolve('interrupted');
      process.on('SIGINT', () => process.exit(130));
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
  const waits: Promise<EndReason>[] = [interrupted, ended.then(() => 'ended')];
  if (durationMs !== undefined) {
    waits.push(
      wait(durationMs, undefined, { signal: cancel.signal }).then(
        () => 'duration',
        () => 'duration',
      ),
    );
  }
  try {
    return await Promise.race(waits);
  } finally {
    cancel.abort();
  }
}
