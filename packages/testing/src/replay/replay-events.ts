import { EventScheduler, unixMs, type UnixMs } from '@perpstream/core';
import { Subject, type OperatorFunction } from 'rxjs';

/** What came out of an operator. */
export type Replay<Out> = {
  readonly outputs: readonly Out[];
  /** The time of the scheduler at each output; same length as `outputs`. */
  readonly emittedMs: readonly UnixMs[];
  /** Actions left waiting on the scheduler after unsubscribing; anything but 0 is a leak. */
  readonly leftTimers: number;
};

/** Options of `replayEvents`. */
export type ReplayOptions = {
  /** Time to which the scheduler goes after the last event, so that what is due until then still happens. */
  readonly untilMs?: UnixMs;
  /** Whether the source completes at the end; otherwise it is unsubscribed, as live streams are. False by default. */
  readonly completes?: boolean;
};

/**
 * Runs timed events through an operator on a virtual clock, the way the bot does: before each event the clock goes to its
 * `receivedMs` and what is due runs, then the event is delivered, then what it scheduled without delay runs.
 *
 * The clock starts at the first event and never goes back. The operator subscribes before the first event.
 * @param create makes the operator; give the scheduler to whatever waits in it
 * @throws what the operator sends through the error channel
 * @example
 * const { outputs } = replayEvents(events, () => momentum());
 * const { outputs, emittedMs } = replayEvents(events, (scheduler) => debounceByMarket(250, scheduler));
 */
export function replayEvents<In extends { readonly receivedMs: UnixMs }, Out>(
  events: readonly In[],
  create: (scheduler: EventScheduler) => OperatorFunction<In, Out>,
  { untilMs, completes = false }: ReplayOptions = {},
): Replay<Out> {
  const scheduler = new EventScheduler(events[0]?.receivedMs ?? unixMs(0));
  const source$ = new Subject<In>();
  const outputs: Out[] = [];
  const emittedMs: UnixMs[] = [];
  const errors: unknown[] = [];
  const running = source$.pipe(create(scheduler)).subscribe({
    next: (output) => {
      outputs.push(output);
      emittedMs.push(scheduler.now());
    },
    error: (error: unknown) => errors.push(error),
  });
  for (const event of events) {
    scheduler.advanceTo(event.receivedMs);
    source$.next(event);
    scheduler.advanceTo(event.receivedMs);
  }
  if (untilMs !== undefined) scheduler.advanceTo(untilMs);
  if (completes) source$.complete();
  running.unsubscribe();
  if (errors.length > 0) throw errors[0];
  return { outputs, emittedMs, leftTimers: scheduler.pending };
}
