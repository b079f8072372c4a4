/**
 * A normally distributed number, mean 0 and deviation 1.
 *
 * @param random a generator of numbers in (0, 1)
 * @see Box and Muller, "A Note on the Generation of Random Normal Deviates" (1958)
 */
export function normalNumber(random: () => number): number {
  return Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}
