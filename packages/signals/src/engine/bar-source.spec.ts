import { barClosed, bookUpdate } from '@perpstream/testing';
import type { Bar } from '@perpstream/core';
import { barReader } from './bar-source';

const minute: Bar = { ...barClosed().bar, spec: { type: 'time', intervalMs: 60_000 } };

describe('barReader', () => {
  it('reads time bars of its length', () => {
    expect(barReader(60_000)(barClosed({ bar: minute }))).toBe(minute);
  });

  it('passes over bars of another length or kind, and all that is no bar', () => {
    const read = barReader(60_000);
    expect(read(barClosed({ bar: { ...minute, spec: { type: 'time', intervalMs: 5_000 } } }))).toBeUndefined();
    expect(read(barClosed({ bar: { ...minute, spec: { type: 'tick', trades: 60_000 } } }))).toBeUndefined();
    expect(read(bookUpdate())).toBeUndefined();
  });

  it.each([0, -1, NaN, Infinity])('refuses %d', (barMs) => {
    expect(() => barReader(barMs)).toThrow(new RangeError(`barMs must be a finite number > 0, was ${barMs}`));
  });
});
