/** The absolute value of an integer, which `Math.abs` does not give for a `bigint`. */
export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
