import { type Subscription } from 'rxjs';
import { type Timers } from './timers';

/** Watches that something is heard now and then. */
export type SilenceWatch = {
  /** Call it for every sign of life. */
  heard(): void;
  stop(): void;
};

/** What a silence watch does. */
export type SilenceWatchOptions = {
  readonly scheduler: Timers;
  readonly silenceMs: number;
  /** Called once per silence after half of `silenceMs`: time to ask for a sign of life. */
  readonly onHalf: () => void;
  /** Called once, after `silenceMs`. */
  readonly onSilence: (silentMs: number) => void;
};

/** Signs of life cost one reading of the time; the one timer is re-armed only when it fires. */
export function silenceWatch({ scheduler, silenceMs, onHalf, onSilence }: SilenceWatchOptions): SilenceWatch {
  let heardMs = scheduler.now();
  let askedMs = heardMs - 1;
  let timer: Subscription;
  const check = (): void => {
    const silentMs = scheduler.now() - heardMs;
    if (silentMs >= silenceMs) return onSilence(silentMs);
    if (silentMs >= silenceMs / 2 && askedMs <= heardMs) {
      askedMs = scheduler.now();
      onHalf();
    }
    const untilMs = silentMs >= silenceMs / 2 ? silenceMs : silenceMs / 2;
    timer = scheduler.schedule(check, untilMs - silentMs);
  };
  timer = scheduler.schedule(check, silenceMs / 2);
  return { heard: () => (heardMs = scheduler.now()), stop: () => timer.unsubscribe() };
}
