import { Subscription, type SchedulerAction, type SchedulerLike } from 'rxjs';
import type { Clock } from '../ports/clock';
import { unixMs, type UnixMs } from '../units/unix-ms';
import { TimeHeap, type HeapEntry } from './time-heap';

/** More actions than this at one instant means that they re-schedule each other without letting time pass. */
const MAX_ACTIONS_PER_INSTANT = 100_000;

type Work<T> = (this: SchedulerAction<T>, state?: T) => void;

/** What waits in the heap, whatever the type of its state. */
type Runnable = { run(): void };

class EventAction<T> extends Subscription implements SchedulerAction<T> {
  #entry: HeapEntry<Runnable> | undefined;
  #state: T | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly heap: TimeHeap<Runnable>,
    private readonly work: Work<T>,
  ) {
    super();
  }

  schedule(state?: T, delayMs = 0): Subscription {
    if (this.closed) return this;
    if (Number.isNaN(delayMs)) throw new RangeError('a delay must be a number of milliseconds, was NaN');
    this.#leaveHeap();
    this.#state = state;
    this.#entry = this.heap.add(this.clock.now() + Math.max(0, delayMs), this);
    return this;
  }

  run(): void {
    this.#entry = undefined;
    try {
      this.work.call(this, this.#state);
    } catch (error) {
      this.unsubscribe();
      throw error;
    }
  }

  override unsubscribe(): void {
    this.#leaveHeap();
    super.unsubscribe();
  }

  #leaveHeap(): void {
    if (this.#entry !== undefined) this.heap.cancel(this.#entry);
    this.#entry = undefined;
  }
}

/**
 * Time as an input: an RxJS scheduler whose "now" moves only when `advanceTo` is called, never by itself.
 *
 * RxJS's own time operators (`debounceTime`, `auditTime`, `timer`, `timeout`, `retry({ delay })`, ...) take it as their
 * scheduler and then behave identically live and in replay. Due actions run in order of time, then of scheduling, each
 * seeing its own due time as now. The runner calls `advanceTo` with the receive time of an input before it delivers the
 * input, and once more after, so that what the input scheduled without delay runs before the next input.
 *
 * Only the runner moves time: an action that calls `advanceTo` would run others in the middle of itself, so that is an
 * error. An action that throws is cancelled and the error reaches the caller of `advanceTo`; the other actions stay.
 *
 * Unit: milliseconds since the epoch. Cost: O(log n) to schedule and to run, O(1) amortised to cancel.
 * @throws RangeError from `schedule` when the delay is not a number
 * @throws Error from `advanceTo` when an action calls it, or when actions keep re-scheduling themselves at one instant
 * @example
 * const scheduler = new EventScheduler();
 * timer(250, scheduler).subscribe(() => console.log('250 ms of input time have passed'));
 * scheduler.advanceTo(unixMs(250));
 */
export class EventScheduler implements SchedulerLike, Clock {
  readonly #heap = new TimeHeap<Runnable>();
  #nowMs: number;
  #isAdvancing = false;

  constructor(startMs: UnixMs = unixMs(0)) {
    this.#nowMs = startMs;
  }

  /** The time of the latest `advanceTo`, or the due time of the action that is running. */
  now(): UnixMs {
    return this.#nowMs as UnixMs;
  }

  /** Number of actions that wait for their time. */
  get pending(): number {
    return this.#heap.size;
  }

  schedule<T>(work: Work<T>, delayMs = 0, state?: T): Subscription {
    return new EventAction<T>(this, this.#heap, work).schedule(state, delayMs);
  }

  /** Runs every action due until `targetMs`, then stands at `targetMs`. Time never moves backwards. */
  advanceTo(targetMs: UnixMs): void {
    if (this.#isAdvancing) throw new Error('an action moved the time: only the runner calls advanceTo');
    this.#isAdvancing = true;
    try {
      this.#runDue(targetMs);
    } finally {
      this.#isAdvancing = false;
    }
    this.#nowMs = Math.max(this.#nowMs, targetMs);
  }

  #runDue(targetMs: UnixMs): void {
    let ranAtThisInstant = 0;
    for (let due = this.#heap.takeDue(targetMs); due !== undefined; due = this.#heap.takeDue(targetMs)) {
      ranAtThisInstant = due.dueMs > this.#nowMs ? 1 : ranAtThisInstant + 1;
      if (ranAtThisInstant > MAX_ACTIONS_PER_INSTANT) {
        throw new Error(
          `more than ${MAX_ACTIONS_PER_INSTANT} actions at time ${this.#nowMs}: one re-schedules itself without delay`,
        );
      }
      this.#nowMs = Math.max(this.#nowMs, due.dueMs);
      due.item.run();
    }
  }
}
