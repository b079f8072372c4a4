import { type Clock, type Input } from '@perpstream/core';
import { type SchedulerLike } from 'rxjs';

/** How fast a recording is played: a multiple of its own pace, > 0, or as fast as it is taken. */
export type ReplaySpeed = number | 'max';

/** Options of `paceInputs`. */
export type PaceInputsOptions = {
  readonly speed: ReplaySpeed;
  /** Tells how much time has passed. */
  readonly clock: Clock;
  /** Waits. */
  readonly scheduler: SchedulerLike;
  /** Ends the waiting and the stream. */
  readonly signal?: AbortSignal;
};

/**
 * Hands on recorded inputs at `speed` times the pace at which they were received: each batch holds what is due by now, in
 * order. A consumer that lags catches up, since due times count from the first input. `max` passes the batches as they are.
 *
 * @throws RangeError when `speed` is neither > 0 nor `max`
 * @example paceInputs(readRecording(path, { faults }), { speed: 10, clock, scheduler: asyncScheduler })
 */
export function paceInputs(
  batches: AsyncIterable<readonly Input[]>,
  options: PaceInputsOptions,
): AsyncGenerator<readonly Input[]> {
  const { speed, signal } = options;
  assertReplaySpeed(speed);
  return speed === 'max' ? untilAborted(batches, signal) : paced(untilAborted(batches, signal), speed, options);
}

/** @throws RangeError when `speed` is neither > 0 nor `max` */
export function assertReplaySpeed(speed: ReplaySpeed): void {
  if (speed !== 'max' && !(speed > 0 && Number.isFinite(speed))) {
    throw new RangeError(`speed must be a number > 0 or 'max', was ${speed}`);
  }
}

async function* untilAborted(
  batches: AsyncIterable<readonly Input[]>,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Input[]> {
  for await (const batch of batches) {
    if (signal?.aborted === true) return;
    yield batch;
  }
}

async function* paced(
  batches: AsyncIterable<readonly Input[]>,
  speed: number,
  { clock, scheduler, signal }: PaceInputsOptions,
): AsyncGenerator<readonly Input[]> {
  let start: { readonly ms: number; readonly us: number } | undefined;
  for await (const batch of batches) {
    const first = batch[0];
    if (first === undefined) continue;
    start ??= { ms: clock.now(), us: first.receivedUs };
    const { ms: startMs, us: startUs } = start;
    const dueMs = ({ receivedUs }: Input): number => startMs + (receivedUs - startUs) / 1_000 / speed;
    for (let from = 0; from < batch.length;) {
      const waitMs = dueMs(batch[from] ?? first) - clock.now();
      if (waitMs > 0) await wait(waitMs, scheduler, signal);
      if (signal?.aborted === true) return;
      const nowMs = clock.now();
      // The one waited for goes in any case: a timer may fire a little before its time.
      let to = from + 1;
      while (to < batch.length && dueMs(batch[to] ?? first) <= nowMs) to += 1;
      yield batch.slice(from, to);
      from = to;
    }
  }
}

function wait(delayMs: number, scheduler: SchedulerLike, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      timer.unsubscribe();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = scheduler.schedule(done, delayMs);
    if (signal?.aborted === true) done();
    else signal?.addEventListener('abort', done);
  });
}
