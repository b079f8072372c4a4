import type { UnixMs } from '../units/unix-ms';

/** When and because of what something happened: what every event takes over from the input it follows from. */
export type Stamp = {
  /** When the input reached this computer. */
  readonly receivedMs: UnixMs;
  /** Position of the input in the run log. */
  readonly cause: number;
};
