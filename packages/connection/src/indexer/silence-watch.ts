import { type SchedulerLike, type Subscription } from 'rxjs';

/** Watches that something is heard now and then. */
export type SilenceWatch = {
  /** Call it for every sign of life. */
  heard(): void;
  stop(): void;
};

/**
 * Calls `onSilence` once when nothing was heard for `silenceMs`. Signs of life cost one reading of the time; the one
 * timer is re-armed only when it fires.
 */
export function silenceWatch(
  scheduler: SchedulerLike,
  silenceMs: number,
  onSilence: (silentMs: number) => void,
): SilenceWatch {
  let heardMs = scheduler.now();
  let timer: Subscription;
  const arm = (delayMs: number): void => {
    timer = scheduler.schedule(check, delayMs);
  };
  const check = (): void => {
    const silentMs = scheduler.now() - heardMs;
    if (silentMs >= silenceMs) onSilence(silentMs);
    else arm(silenceMs - silentMs);
  };
  arm(silenceMs);
  return { heard: () => (heardMs = scheduler.now()), stop: () => timer.unsubscribe() };
}
