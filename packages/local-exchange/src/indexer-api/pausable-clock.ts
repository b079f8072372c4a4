import type { Clock, UnixMs } from '@perpstream/core';

/** A clock that can be held: the clock of the venue, so that its markets stand still during a pause. */
export class PausableClock implements Clock {
  #heldAt: UnixMs | undefined;

  constructor(private readonly clock: Clock) {}

  now(): UnixMs {
    return this.#heldAt ?? this.clock.now();
  }

  hold(): void {
    this.#heldAt ??= this.clock.now();
  }

  /** Goes on at the time that it is by now. */
  release(): void {
    this.#heldAt = undefined;
  }
}
