import { unixMs } from '@perpstream/core';
import { ageText, clockText, secondsText } from './format-time';

describe('times', () => {
  it.each([
    [0, '00:00:00'],
    [1_723_161_255_378.9, '23:54:15'],
    [86_399_999, '23:59:59'],
    [-1, '23:59:59'],
  ])('clockText(%p) is %p, in UTC', (atMs, expected) => {
    expect(clockText(unixMs(atMs))).toBe(expected);
  });

  it.each([
    [-5, '0.0s'],
    [340, '0.3s'],
    [9_949, '9.9s'],
    [9_960, '9s'],
    [59_999, '59s'],
    [60_000, '1m00s'],
    [3_599_000, '59m59s'],
    [7_500_000, '2h05m'],
    [4 * 86_400_000, '4d'],
    [Infinity, '-'],
  ])('ageText(%p) is %p', (ageMs, expected) => {
    expect(ageText(ageMs)).toBe(expected);
  });

  it.each([
    [-1, '0s'],
    [4_999, '4s'],
    [61_000, '1m01s'],
  ])('secondsText(%p) is %p', (durationMs, expected) => {
    expect(secondsText(durationMs)).toBe(expected);
  });
});
