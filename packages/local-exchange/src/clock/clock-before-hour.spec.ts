import { HandClock } from '../test-kit/hand-clock';
import { clockBeforeHour } from './clock-before-hour';
import { systemClock } from './system-clock';

const HOUR_MS = 3_600_000;

describe('clockBeforeHour', () => {
  it.each([
    ['2026-03-01T13:25:17.250Z', 30_000, '2026-03-01T12:59:30.000Z'],
    ['2026-03-01T12:59:45.000Z', 30_000, '2026-03-01T12:59:30.000Z'],
    ['2026-03-01T12:59:30.000Z', 30_000, '2026-03-01T12:59:30.000Z'],
    ['2026-03-01T12:59:29.000Z', 30_000, '2026-03-01T11:59:30.000Z'],
    ['2026-03-01T12:20:00.000Z', 0, '2026-03-01T12:00:00.000Z'],
    ['2026-03-01T12:20:00.000Z', HOUR_MS, '2026-03-01T12:00:00.000Z'],
  ])('at %s puts itself back to %d ms before an hour, %s, and goes on from there', (now, beforeMs, expected) => {
    const pace = new HandClock(Date.parse(now));
    const clock = clockBeforeHour(beforeMs, pace);
    expect(new Date(clock.now()).toISOString()).toBe(expected);
    pace.nowMs += 12_345;
    expect(clock.now()).toBe(Date.parse(expected) + 12_345);
  });

  it('goes at the pace of the system by default', () => {
    const clock = clockBeforeHour(1_000);
    const aheadMs = systemClock.now() - clock.now();
    expect(aheadMs).toBeGreaterThanOrEqual(0);
    expect(aheadMs).toBeLessThan(HOUR_MS);
  });

  it.each([-1, HOUR_MS + 1, NaN])('refuses %d', (beforeMs) => {
    expect(() => clockBeforeHour(beforeMs)).toThrow(new RangeError(`beforeMs must be in 0..3600000, was ${beforeMs}`));
  });
});
