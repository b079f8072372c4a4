import { EventScheduler, unixMs, type AuditEvent, type MarketData } from '@perpstream/core';
import { Subject, type OperatorFunction, type Subscription } from 'rxjs';
import { type ComposedInput } from '../../composed-input';
import { type Step } from '../market/market-simulator';

/** Builds the operator from decoded inputs to audit events around a scheduler. */
export type DecodedComposition = (scheduler: EventScheduler) => OperatorFunction<ComposedInput, AuditEvent>;

/**
 * Feeds the deterministic core with steps, one after the other. All events of a step are one input: what they lead to is
 * decided on all of them, and what is scheduled without delay runs after the last one.
 */
export class StepFeeder {
  readonly #inputs = new Subject<ComposedInput>();
  readonly #scheduler = new EventScheduler();
  readonly #running: Subscription;
  readonly #emit = (event: MarketData): void => this.#inputs.next(event);
  #failure: Error | undefined;
  #steps = 0;
  #height = 0;

  constructor(compose: DecodedComposition, observe: (audit: AuditEvent) => void) {
    this.#running = this.#inputs.pipe(compose(this.#scheduler)).subscribe({
      next: observe,
      error: (error: unknown) => (this.#failure = error instanceof Error ? error : new Error(String(error))),
    });
  }

  get steps(): number {
    return this.#steps;
  }

  /**
   * One step: time moves, `play` emits what the markets say, and a block ends it.
   *
   * @throws Error when an invariant of the core broke
   */
  step(atMs: number, play: (step: Step) => void): void {
    const receivedMs = unixMs(atMs);
    const cause = this.#steps++;
    this.#scheduler.advanceTo(receivedMs);
    play({ receivedMs, cause, emit: this.#emit });
    this.#emit({ kind: 'block', receivedMs, cause, height: this.#height++, exchangeMs: receivedMs });
    this.#scheduler.advanceTo(receivedMs);
    if (this.#failure !== undefined) throw this.#failure;
  }

  stop(): void {
    this.#running.unsubscribe();
  }
}
