import {
  optional,
  readDecimal,
  readExponent,
  readFields,
  readFlag,
  readInteger,
  readList,
  readMarketId,
  readPositive,
  readPositiveBigint,
  readText,
  readTime,
} from './fields';
import { Malformed, shown } from './malformed';

type Reader = (value: unknown, what: string) => unknown;

describe('field readers', () => {
  it.each<[string, Reader, unknown, unknown]>([
    ['a number as text', readDecimal, '104250.5', 104_250.5],
    ['a number', readDecimal, 7, 7],
    ['zero as text', readDecimal, '0', 0],
    ['a negative number', readDecimal, '-0.5', -0.5],
    ['a positive number', readPositive, '0.000001', 0.000_001],
    ['a whole number', readInteger, '12345678', 12_345_678],
    ['a long whole number', readPositiveBigint, '100000000000000000001', 100_000_000_000_000_000_001n],
    ['a whole JSON number', readPositiveBigint, 1_000_000, 1_000_000n],
    ['an exponent', readExponent, -36, -36],
    ['a time', readTime, '2026-03-01T00:00:00.001Z', 1_772_323_200_001],
    ['a time of another zone', readTime, '2026-03-01T01:00:00.001+01:00', 1_772_323_200_001],
    ['a time without seconds', readTime, '2026-03-01T00:00Z', 1_772_323_200_000],
    ['a long ticker', readMarketId, 'BONK,RAYDIUM,3NZ9-USD', 'BONK,RAYDIUM,3NZ9-USD'],
    ['the largest number', readDecimal, '-1e100', -1e100],
    ['a ticker', readMarketId, 'BTC-USD', 'BTC-USD'],
    ['a text', readText, 'GTT', 'GTT'],
    ['a flag', readFlag, false, false],
    ['an absent list', readList, undefined, []],
    ['a list', readList, [1], [1]],
    ['an object', readFields, { a: 1 }, { a: 1 }],
  ])('read %s', (_, read, value, expected) => {
    expect(read(value, 'it')).toEqual(expected);
  });

  it.each<[string, Reader, unknown]>([
    ['a word for a number', readDecimal, 'abc'],
    ['an empty text for a number', readDecimal, ''],
    ['a blank for a number', readDecimal, ' '],
    ['null for a number', readDecimal, null],
    ['a list for a number', readDecimal, []],
    ['true for a number', readDecimal, true],
    ['infinity', readDecimal, '1e999'],
    ['a number whose square is infinite', readDecimal, '1e155'],
    ['NaN', readDecimal, 'NaN'],
    ['a power of ten that cannot be computed', readExponent, 1_000_000_000],
    ['a fraction for a power of ten', readExponent, '0.5'],
    ['nothing for a number', readDecimal, undefined],
    ['zero for a positive number', readPositive, '0'],
    ['a negative for a positive number', readPositive, '-1'],
    ['a fraction for a whole number', readInteger, '1.5'],
    ['more than float64 holds', readInteger, '9007199254740993'],
    ['a fraction for quantums', readPositiveBigint, 1.5],
    ['zero quantums', readPositiveBigint, '0'],
    ['a word for quantums', readPositiveBigint, 'x'],
    ['a number for a time', readTime, 5],
    ['a word for a time', readTime, 'yesterday'],
    ['a time of no zone', readTime, '2026-03-01T00:00:00.001'],
    ['a date', readTime, '2026-03-01'],
    ['a year', readTime, '2026'],
    ['a time in words', readTime, 'Sun Mar 01 2026 00:00:00 GMT'],
    ['a day that does not exist', readTime, '2026-13-45T00:00:00Z'],
    ['a ticker with a blank', readMarketId, 'BTC USD'],
    ['a ticker that moves the cursor', readMarketId, '\u001b[2JBTC-USD'],
    ['a ticker of other letters', readMarketId, 'ВТС-USD'],
    ['an empty text', readText, ''],
    ['a number for a text', readText, 5],
    ['a word for a flag', readFlag, 'true'],
    ['an object for a list', readList, {}],
    ['a list for an object', readFields, []],
    ['null for an object', readFields, null],
  ])('refuse %s, naming the field', (_, read, value) => {
    expect(() => read(value, 'the field')).toThrow(Malformed);
    expect(() => read(value, 'the field')).toThrow(/^the field is not /);
  });

  it('leave out an optional field that is missing or null, and refuse one that is wrong', () => {
    expect(optional(readDecimal, undefined, 'x')).toBeUndefined();
    expect(optional(readDecimal, null, 'x')).toBeUndefined();
    expect(optional(readDecimal, '1', 'x')).toBe(1);
    expect(() => optional(readDecimal, 'a', 'x')).toThrow(Malformed);
  });
});

describe('shown', () => {
  it.each([
    ['a\nb', '"a\\nb"'],
    [undefined, 'nothing'],
    [null, 'null'],
    [5, '5'],
    [[1], 'a list'],
    [{ a: 1 }, 'an object'],
    ['x'.repeat(500), `"${'x'.repeat(57)}..."`],
  ])('shows %j on one line', (value, text) => {
    expect(shown(value)).toBe(text);
  });
});
