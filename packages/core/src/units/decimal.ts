import { magnitude } from './magnitude';

/** An exact decimal number: `digits` x 10^`exponent`. */
export type Decimal = { readonly digits: bigint; readonly exponent: number };

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * Reads a decimal number exactly. A JavaScript number is read as its shortest text (`0.1` is one tenth), which is what a
 * person or a JSON document meant by it.
 *
 * @throws RangeError when the text is not a finite decimal number
 * @example decimalOf('61800.25') // { digits: 6180025n, exponent: -2 }
 */
export function decimalOf(value: number | string): Decimal {
  const match = DECIMAL.exec(String(value));
  if (match === null) throw new RangeError(`expected a finite decimal number, was "${value}"`);
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = match;
  return {
    digits: BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`),
    exponent: Number(exponent) - fraction.length,
  };
}

/**
 * Prints `integer` x 10^`exponent` as plain decimal text, without trailing zeros and without an exponent.
 *
 * @example decimalText(1_500_000n, -6) // '1.5'
 */
export function decimalText(integer: bigint, exponent: number): string {
  if (exponent >= 0) return (integer * 10n ** BigInt(exponent)).toString();
  const sign = integer < 0n ? '-' : '';
  const digits = magnitude(integer)
    .toString()
    .padStart(1 - exponent, '0');
  const fraction = digits.slice(exponent).replace(/0+$/, '');
  return `${sign}${digits.slice(0, exponent)}${fraction === '' ? '' : `.${fraction}`}`;
}

/**
 * The float64 nearest to `integer` x 10^`exponent`.
 *
 * @example decimalNumber(1_500_000n, -6) // 1.5
 */
export function decimalNumber(integer: bigint, exponent: number): number {
  return Number(decimalText(integer, exponent));
}
