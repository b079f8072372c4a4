import { unixMs } from './unix-ms';

describe('unixMs', () => {
  it.each([0, 1_723_161_255_378.345, -1])('takes %p as it is', (value) => {
    expect(unixMs(value)).toBe(value);
  });

  it.each([NaN, Infinity, -Infinity])('refuses %p', (value) => {
    expect(() => unixMs(value)).toThrow(RangeError);
  });
});
