import { EventScheduler, unixMs, type AuditEvent, type Input, type LoggedInput } from '@perpstream/core';
import { Subject, type OperatorFunction, type Subscription } from 'rxjs';

/** Builds the operator from inputs to audit events around a scheduler. */
export type Composition = (scheduler: EventScheduler) => OperatorFunction<LoggedInput, AuditEvent>;

/** Who is told what goes through the pipeline. */
export type PipelineObserver = {
  /** Called before the input is handled. */
  readonly input: (input: LoggedInput) => void;
  readonly audit: (audit: AuditEvent) => void;
  /** An invariant broke; nothing comes after it. */
  readonly failure: (error: unknown) => void;
};

/**
 * Feeds inputs to the deterministic core, one after the other: an input is logged, time moves to its receive time, the
 * input is delivered, and what it scheduled without delay runs, before the next one is looked at.
 */
export class Pipeline {
  readonly #inputs = new Subject<LoggedInput>();
  readonly #scheduler = new EventScheduler();
  #running: Subscription | undefined;
  #nextSeq = 0;

  constructor(
    private readonly compose: Composition,
    private readonly observer: PipelineObserver,
  ) {}

  /** The first input starts the core, so that observers may attach themselves before anything is told. */
  handle(input: Input): void {
    this.#running ??= this.#start();
    // With the spread at the end: the other way round V8 makes a hidden class of its own of every input.
    const logged: LoggedInput = { seq: this.#nextSeq++, ...input };
    const now = unixMs(input.receivedUs / 1_000);
    this.observer.input(logged);
    this.#scheduler.advanceTo(now);
    this.#inputs.next(logged);
    this.#scheduler.advanceTo(now);
  }

  /** Ends the run; nothing is decided any more. */
  stop(): void {
    this.#running?.unsubscribe();
  }

  #start(): Subscription {
    const { audit, failure } = this.observer;
    return this.#inputs.pipe(this.compose(this.#scheduler)).subscribe({ next: audit, error: failure });
  }
}
