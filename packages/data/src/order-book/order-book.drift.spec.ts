import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { decimalOf, decimalText } from '@perpstream/core';
import { randomNumbers } from '@perpstream/testing';
import { bookLevels, type LevelInput } from '../../fixtures/market-inputs';
import { OrderBook } from './order-book';

/** A number as the exchange prints it, without trailing zeros. */
function format(value: number): string {
  const { digits, exponent } = decimalOf(value);
  return decimalText(digits, exponent);
}

function canonical(text: string): string {
  const { digits, exponent } = decimalOf(text);
  return decimalText(digits, exponent);
}

/** Whole multiples of 10^-decimals as text, exact since they are written digit by digit. */
const multiple = (count: number, decimals: number): string => decimalText(BigInt(count), -decimals);

/** Counts in the size of prices and sizes, up to the 15 digits that a float64 always keeps. */
const COUNTS = [
  1, 2, 3, 7, 9, 10, 99, 100, 101, 12_345, 999_999, 1_000_001, 123_456_789, 987_654_321_012, 999_999_999_999_999,
];

describe('R19: numbers of a book', () => {
  it('do not drift: after 10^6 updates each level holds the text that was stated last', () => {
    const random = randomNumbers(19);
    const book = new OrderBook();
    const stated = new Map<string, string>();
    for (let frame = 0; frame < 1_000; frame += 1) {
      const levels: LevelInput[] = [];
      for (let count = 0; count < 1_000; count += 1) {
        const side = random() < 0.5 ? 'bid' : 'ask';
        const ticks = Math.ceil(random() * 2_000) + (side === 'bid' ? 60_000 : 62_000);
        const priceText = (ticks / 100).toFixed(2);
        const sizeText = random() < 0.3 ? '0' : (Math.ceil(random() * 1e6) / 1e4).toFixed(4);
        levels.push([side, Number(priceText), Number(sizeText)]);
        if (sizeText === '0') stated.delete(`${side} ${priceText}`);
        else stated.set(`${side} ${priceText}`, sizeText);
      }
      book.apply(bookLevels(levels));
    }
    const texts = (side: 'bid' | 'ask'): string[] =>
      book
        .rawLevels(`${side}s`)
        .map(({ priceUsd, sizeBase }) => `${side} ${priceUsd.toFixed(2)} x ${format(sizeBase)}`);
    const expected = [...stated].map(([key, sizeText]) => `${key} x ${canonical(sizeText)}`);
    expect([...texts('bid'), ...texts('ask')].sort()).toEqual(expected.sort());
    expect(expected.length).toBeGreaterThan(2_000);
  });

  it.each(Array.from({ length: 16 }, (_, decimals) => decimals))(
    'are printed as they were read with %p decimals',
    (decimals) => {
      const texts = COUNTS.map((count) => multiple(count, decimals));
      expect(texts.map((text) => format(Number(text)))).toEqual(texts.map(canonical));
    },
  );

  it('are printed as they were read with trailing zeros', () => {
    expect(['0.50', '100', '61800.250', '0.000'].map((text) => format(Number(text)))).toEqual([
      '0.5',
      '100',
      '61800.25',
      '0',
    ]);
  });
});

const dataFolder = process.env['PERPSTREAM_DATA'] ?? resolve(__dirname, '../../../../../shared/data');
const marketList = join(dataFolder, 'dydx-v4-lean-1m/dydx_symbol_properties_244.csv');
const describeWithData = existsSync(marketList) ? describe : describe.skip;

describeWithData(`R19: numbers of every known market (skipped without ${marketList}, set PERPSTREAM_DATA)`, () => {
  it('are printed as they were read, on every tick and step', () => {
    const rows = readFileSync(marketList, 'utf8').trim().split('\n');
    const steps = rows.flatMap((row) => [row.split(',')[6]!, row.split(',')[7]!]).filter((text) => Number(text) > 0);
    expect(steps.length).toBeGreaterThan(400);
    for (const step of new Set(steps)) {
      const { digits, exponent } = decimalOf(step);
      const texts = COUNTS.slice(0, -1).map((count) => decimalText(digits * BigInt(count), exponent));
      expect(texts.map((text) => format(Number(text)))).toEqual(texts.map(canonical));
    }
  });
});
