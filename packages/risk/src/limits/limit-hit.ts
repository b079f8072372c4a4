import type { LimitHit, LimitName } from '@perpstream/core';

/** Names a limit that bit. */
export function limitHit(limit: LimitName, value: number, bound: number, message: string): LimitHit {
  return { limit, value, bound, message };
}

/** A number for people: USD to the cent, fractions to four digits, no exponents for everyday sizes. */
export function shown(value: number): string {
  return String(Number(value.toFixed(Math.abs(value) >= 10 ? 2 : 4)));
}
