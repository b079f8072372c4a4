import { HandClock } from '../test-kit/hand-clock';
import { RateLimiter } from './rate-limiter';

describe('RateLimiter', () => {
  it('counts within windows that begin with the first use', () => {
    const clock = new HandClock(0);
    const limiter = new RateLimiter(2, 1_000, clock);
    const used: unknown[] = [];
    for (const nowMs of [0, 400, 999, 1_000, 1_999, 2_000]) {
      clock.nowMs = nowMs;
      const { isAllowed, left, resetInMs } = limiter.use('key');
      used.push([nowMs, isAllowed, left, resetInMs]);
    }
    expect(used).toEqual([
      [0, true, 1, 1_000],
      [400, true, 0, 600],
      [999, false, 0, 1],
      [1_000, true, 1, 1_000],
      [1_999, true, 0, 1],
      [2_000, true, 1, 1_000],
    ]);
  });

  it('keeps keys apart, and counts on for those that are in use when old ones are let go of', () => {
    const clock = new HandClock(0);
    const limiter = new RateLimiter(1, 1_000, clock);
    for (let at = 0; at < 9_999; at += 1) expect(limiter.allows(`old ${at}`)).toBe(true);
    clock.nowMs = 999;
    expect(limiter.allows('new')).toBe(true);
    clock.nowMs = 1_500;
    expect(limiter.allows('one more')).toBe(true);
    expect(limiter.allows('new')).toBe(false);
    expect(limiter.allows('old 3')).toBe(true);
  });
});
