import fc from 'fast-check';
import { endOfUtcDay, endOfUtcHour, endOfUtcMonth, endOfUtcWeek } from './utc-period';

const at = (iso: string): number => Date.parse(iso);

describe('the end of a UTC period', () => {
  it.each([
    ['hour', endOfUtcHour, '2024-02-29T12:59:59.999Z', '2024-02-29T13:00:00Z'],
    ['hour, at its start', endOfUtcHour, '2024-02-29T13:00:00Z', '2024-02-29T14:00:00Z'],
    ['day', endOfUtcDay, '2024-02-28T23:59:59.999Z', '2024-02-29T00:00:00Z'],
    ['day, at its start', endOfUtcDay, '2024-02-29T00:00:00Z', '2024-03-01T00:00:00Z'],
    ['week, on a Sunday', endOfUtcWeek, '2024-03-03T23:59:59.999Z', '2024-03-04T00:00:00Z'],
    ['week, on a Monday', endOfUtcWeek, '2024-03-04T00:00:00Z', '2024-03-11T00:00:00Z'],
    ['week, on a Thursday', endOfUtcWeek, '1970-01-01T00:00:00Z', '1970-01-05T00:00:00Z'],
    ['week over the turn of the year', endOfUtcWeek, '2024-12-31T08:00:00Z', '2025-01-06T00:00:00Z'],
    ['month', endOfUtcMonth, '2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z'],
    ['month, at its last moment', endOfUtcMonth, '2024-02-29T23:59:59.999Z', '2024-03-01T00:00:00Z'],
    ['month, in December', endOfUtcMonth, '2024-12-31T23:59:59Z', '2025-01-01T00:00:00Z'],
  ])('of the %s', (_name, endOf, now, end) => {
    expect(new Date(endOf(at(now))).toISOString()).toBe(new Date(end).toISOString());
  });

  it('is later than now and the start of a day, whatever the time', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 4e12, noNaN: true }), (nowMs) => {
        for (const endOf of [endOfUtcDay, endOfUtcWeek, endOfUtcMonth]) {
          expect(endOf(nowMs)).toBeGreaterThan(nowMs);
          expect(endOf(nowMs) % 86_400_000).toBe(0);
        }
        expect(new Date(endOfUtcWeek(nowMs)).getUTCDay()).toBe(1);
        expect(new Date(endOfUtcMonth(nowMs)).getUTCDate()).toBe(1);
        expect(endOfUtcWeek(nowMs) - nowMs).toBeLessThanOrEqual(7 * 86_400_000);
      }),
    );
  });
});
