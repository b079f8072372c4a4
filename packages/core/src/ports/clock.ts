import type { UnixMs } from '../units/unix-ms';

/**
 * Reads the time. The core is given an `EventScheduler`, the edges (sockets, REST) a clock of the system; nothing reads
 * the time any other way.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch, fractions allowed. */
  now(): UnixMs;
}
