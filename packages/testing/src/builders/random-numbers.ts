/**
 * A generator of numbers in (0, 1) that look random and are the same for the same seed.
 *
 * @param seed any whole number but 0
 * @see Marsaglia, "Xorshift RNGs" (2003): 32 bits, shifts 13, 17, 5
 */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  if (state === 0) throw new RangeError(`seed must not be 0 in its lower 32 bits, was ${seed}`);
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state / 2 ** 32;
  };
}
