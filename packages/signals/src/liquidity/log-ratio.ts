/** The logarithm of `value / norm`; exactly 0 when they are equal, also when both are 0. */
export function logRatio(value: number, norm: number): number {
  return value === norm ? 0 : Math.log(value / norm);
}
