import type { Clock, UnixMs } from '@perpstream/core';

/** A clock that can be held: the clock of the venue, so that its markets stand still during a pause. */
export class PausableClock implements Clock {
  #readAt: UnixMs | undefined;
  #heldAt: UnixMs | undefined;

  constructor(private readonly clock: Clock) {}

  now(): UnixMs {
    return (this.#readAt = this.#heldAt ?? this.clock.now());
  }

  /**
   * Stands at the time that was read last: up to there the venue has run. At a later time it would run on for a moment, and
   * what it brings then would be in its books but in no stream.
   */
  hold(): void {
    this.#heldAt ??= this.#readAt ?? this.clock.now();
  }

  /** Goes on at the time that it is by now. */
  release(): void {
    this.#heldAt = undefined;
  }
}
