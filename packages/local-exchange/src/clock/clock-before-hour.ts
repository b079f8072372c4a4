import { unixMs, type Clock } from '@perpstream/core';
import { systemClock } from './system-clock';

const HOUR_MS = 3_600_000;

/**
 * A clock at the pace of another one, put back by less than an hour so that a full hour strikes `beforeMs` after it was
 * made: an exchange that runs on it pays funding soon.
 *
 * Blocks, `/v4/time` and everything else that the exchange says are dated by it, so to a client they seem that old.
 * @param beforeMs milliseconds from now to the full hour, 0..3 600 000
 * @param clock the one that gives the pace, default the clock of the system
 * @throws RangeError when `beforeMs` is out of its range
 * @example startLocalExchange({ port: 0, venue, clock: clockBeforeHour(30_000) })
 */
export function clockBeforeHour(beforeMs: number, clock: Clock = systemClock): Clock {
  if (!(beforeMs >= 0 && beforeMs <= HOUR_MS)) {
    throw new RangeError(`beforeMs must be in 0..${HOUR_MS}, was ${beforeMs}`);
  }
  const putBackMs = (clock.now() + beforeMs) % HOUR_MS;
  return { now: () => unixMs(clock.now() - putBackMs) };
}
