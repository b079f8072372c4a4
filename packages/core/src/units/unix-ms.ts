import type { Brand } from './brand';

/** A point in time: milliseconds since the Unix epoch, fractions allowed. Never a duration. */
export type UnixMs = Brand<number, 'UnixMs'>;

/**
 * Marks a number as a point in time in milliseconds since the Unix epoch.
 *
 * @throws RangeError when the value is not finite
 * @example unixMs(1_723_161_255_378.345)
 */
export function unixMs(value: number): UnixMs {
  if (!Number.isFinite(value)) throw new RangeError(`a time must be finite, was ${value}`);
  return value as UnixMs;
}
