import { unixMs, type Clock, type UnixMs } from '@perpstream/core';

/** The clock of this computer, with microseconds; never runs backwards within a process. */
export const systemClock: Clock = {
  now: (): UnixMs => unixMs(performance.timeOrigin + performance.now()),
};

/** The same as integer microseconds since the epoch, the unit of receive times. */
export function systemNowUs(): number {
  return Math.round(systemClock.now() * 1_000);
}
