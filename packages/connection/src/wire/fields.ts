import { marketId, unixMs, type MarketId, type UnixMs } from '@perpstream/core';
import { Malformed, shown } from './malformed';

/** A JSON object whose fields are yet to be read. */
export type Fields = { readonly [name: string]: unknown };

/** Reads a JSON object. @throws Malformed */
export function readFields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Malformed(`${what} is not an object: ${shown(value)}`);
  }
  return value as Fields;
}

/** Reads a JSON array; absent means empty. @throws Malformed */
export function readList(value: unknown, what: string): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Malformed(`${what} is not a list: ${shown(value)}`);
  return value;
}

/** Reads a text that is not empty. @throws Malformed */
export function readText(value: unknown, what: string): string {
  if (typeof value !== 'string' || value === '') throw new Malformed(`${what} is not a text: ${shown(value)}`);
  return value;
}

/** Reads a boolean. @throws Malformed */
export function readFlag(value: unknown, what: string): boolean {
  if (typeof value !== 'boolean') throw new Malformed(`${what} is not true or false: ${shown(value)}`);
  return value;
}

/** No price, size or amount comes near it, and products of two numbers below it are finite. */
const LARGEST = 1e100;
/** Powers of ten in market rules lie within -10..0 so far; far larger ones could not be computed with. */
const LARGEST_EXPONENT = 36;
/** With a time zone: without one, a time would depend on the computer that reads it. */
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Reads a number within +/-1e100, which the Indexer writes as a text or as a JSON number. @throws Malformed */
export function readDecimal(value: unknown, what: string): number {
  const number = typeof value === 'string' ? Number(value) : value;
  // Number('') and Number(' ') are 0, and a size of 0 would delete a level.
  const isBlank = number === 0 && typeof value === 'string' && !value.includes('0');
  if (typeof number !== 'number' || !(Math.abs(number) <= LARGEST) || isBlank) {
    throw new Malformed(`${what} is not a number: ${shown(value)}`);
  }
  return number;
}

/** Reads a number > 0. @throws Malformed */
export function readPositive(value: unknown, what: string): number {
  const number = readDecimal(value, what);
  if (number <= 0) throw new Malformed(`${what} is not > 0: ${shown(value)}`);
  return number;
}

/** Reads a whole number that float64 holds exactly. @throws Malformed */
export function readInteger(value: unknown, what: string): number {
  const number = readDecimal(value, what);
  if (!Number.isSafeInteger(number)) throw new Malformed(`${what} is not a whole number: ${shown(value)}`);
  return number;
}

/** Reads a power of ten, a whole number in -36..36. @throws Malformed */
export function readExponent(value: unknown, what: string): number {
  const exponent = readInteger(value, what);
  if (Math.abs(exponent) > LARGEST_EXPONENT) throw new Malformed(`${what} is not a power of ten: ${shown(value)}`);
  return exponent;
}

/** Reads a whole number > 0 of any length. @throws Malformed */
export function readPositiveBigint(value: unknown, what: string): bigint {
  const isWhole = typeof value === 'string' ? /^\d+$/.test(value) : Number.isInteger(value);
  const integer = isWhole ? BigInt(value as string | number) : 0n;
  if (integer <= 0n) throw new Malformed(`${what} is not a whole number > 0: ${shown(value)}`);
  return integer;
}

/** Reads an ISO 8601 time with its zone. @throws Malformed */
export function readTime(value: unknown, what: string): UnixMs {
  const ms = typeof value === 'string' && ISO_TIME.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(ms)) throw new Malformed(`${what} is not a time: ${shown(value)}`);
  return unixMs(ms);
}

/** Reads the ticker of a market: visible ASCII, since it is printed to terminals and logs. @throws Malformed */
export function readMarketId(value: unknown, what: string): MarketId {
  const text = readText(value, what);
  if (!/^[!-~]+$/.test(text)) throw new Malformed(`${what} is not a ticker: ${shown(value)}`);
  return marketId(text);
}

/** Reads a field that may be missing or null. @throws Malformed when it is there and wrong */
export function optional<T>(read: (value: unknown, what: string) => T, value: unknown, what: string): T | undefined {
  return value === undefined || value === null ? undefined : read(value, what);
}
