/** Numbers in (0, 1), the same for the same seed. @see Marsaglia, "Xorshift RNGs" (2003): 32 bits, shifts 13, 17, 5 */
export function randomNumbers(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state / 2 ** 32;
  };
}

/** A pick of 0..count-1, the k-th with a weight of 1 / (k + 1). */
export function zipf(count, random) {
  const sums = [];
  for (let index = 0; index < count; index += 1) sums.push((sums[index - 1] ?? 0) + 1 / (index + 1));
  return () => {
    const wanted = random() * sums[count - 1];
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sums[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
