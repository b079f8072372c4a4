import type { ClientId } from '@perpstream/core';

/** A bijection of the unsigned 32-bit integers whose outputs look random. */
function mix32(value: number): number {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * Makes a generator of client ids: unsigned 32-bit integers, the same sequence for the same seed, none twice in 2^32 calls.
 *
 * Take a new seed for every run against an exchange, so that ids of an earlier run are not met again.
 * @param seed any safe integer
 * @throws RangeError when the seed is not a safe integer
 * @example planOrders({ clientIds: clientIds(42), faults })
 * @see Chris Wellons, "Prospecting for Hash Functions" (2018), for the constants of the mixing function
 */
export function clientIds(seed: number): () => ClientId {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a safe integer, was ${seed}`);
  let next = mix32(mix32(seed) ^ Math.floor(seed / 2 ** 32));
  return () => {
    const id = mix32(next) as ClientId;
    next = (next + 1) >>> 0;
    return id;
  };
}
