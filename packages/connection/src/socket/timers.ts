import { type Subscription } from 'rxjs';

/** The part of a scheduler that the feed needs: now, and later. */
export type Timers = {
  now(): number;
  schedule(work: () => void, delayMs: number): Subscription;
};
