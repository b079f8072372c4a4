/**
 * Integer quotient rounded toward minus infinity (BigInt's own `/` truncates toward zero).
 *
 * @throws RangeError when the divisor is not positive
 */
export function floorDiv(dividend: bigint, divisor: bigint): bigint {
  if (divisor <= 0n) throw new RangeError(`the divisor must be > 0, was ${divisor}`);
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}

/**
 * Integer quotient rounded toward plus infinity.
 *
 * @throws RangeError when the divisor is not positive
 */
export function ceilDiv(dividend: bigint, divisor: bigint): bigint {
  return -floorDiv(-dividend, divisor);
}
