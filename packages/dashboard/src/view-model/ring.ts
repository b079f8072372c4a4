/** How many of each kind of recent thing are kept: more than any screen shows. */
export const RING_SIZE = 60;

/** The newest items first, with `item` in front and the oldest dropped beyond `RING_SIZE`. */
export function pushRing<T>(ring: readonly T[], item: T): readonly T[] {
  return [item, ...ring.slice(0, RING_SIZE - 1)];
}
