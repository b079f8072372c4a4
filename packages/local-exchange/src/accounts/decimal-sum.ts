import { decimalOf, decimalText, type Decimal } from '@perpstream/core';

export const ZERO: Decimal = { digits: 0n, exponent: 0 };

/** The exact sum. */
export function plus(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return { digits: scaled(a, exponent) + scaled(b, exponent), exponent };
}

/** The exact difference. */
export function minus(a: Decimal, b: Decimal): Decimal {
  return plus(a, { digits: -b.digits, exponent: b.exponent });
}

/** The exact product. */
export function times(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, exponent: a.exponent + b.exponent };
}

/** Without its sign. */
export function absolute({ digits, exponent }: Decimal): Decimal {
  return { digits: digits < 0n ? -digits : digits, exponent };
}

/** Plain decimal text. */
export function textOf({ digits, exponent }: Decimal): string {
  return decimalText(digits, exponent);
}

/** The exact sum of decimal texts, as text. */
export function sumOfTexts(texts: readonly string[]): string {
  return textOf(texts.map(decimalOf).reduce(plus, ZERO));
}

function scaled({ digits, exponent }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(exponent - to);
}
