import fc from 'fast-check';
import { DailyProfile } from './daily-profile';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** So much per minute through the whole of the hour that begins at `startMs`. */
function hour(profile: DailyProfile, startMs: number, perMinute: number, minutes = 60): void {
  for (let minute = 0; minute < minutes; minute += 1)
    profile.add(perMinute, MINUTE_MS, startMs + (60 - minutes + minute) * MINUTE_MS);
}

describe('DailyProfile', () => {
  it('knows nothing on the first day: the norm is the other one', () => {
    const profile = new DailyProfile(3);
    for (let hours = 0; hours < 24; hours += 1) {
      hour(profile, hours * HOUR_MS, 600);
      expect(profile.normPerMs(0.5)).toBe(0.5);
    }
  });

  it('knows an hour half after one half life of days', () => {
    const profile = new DailyProfile(3);
    for (let day = 0; day < 3; day += 1) {
      hour(profile, day * DAY_MS, 600);
      hour(profile, day * DAY_MS + HOUR_MS, 0);
    }
    profile.add(0, 0, 3 * DAY_MS);
    // 600 a minute are 0.01 a millisecond.
    expect(profile.normPerMs(0)).toBeCloseTo(0.5 * 0.01, 12);
    expect(profile.normPerMs(0.02)).toBeCloseTo(0.5 * 0.01 + 0.5 * 0.02, 12);
  });

  it('tells the hours of the day apart', () => {
    const profile = new DailyProfile(0.01);
    for (let hours = 0; hours < 25; hours += 1) hour(profile, hours * HOUR_MS, 60 * (hours % 24));
    const norms = Array.from({ length: 24 }, (_, hours) => {
      profile.add(0, 0, 2 * DAY_MS + hours * HOUR_MS);
      return profile.normPerMs(1e6);
    });
    norms.forEach((norm, hours) => expect(norm).toBeCloseTo(hours / 1_000, 12));
  });

  it('counts a day half as much as one a half life later', () => {
    const profile = new DailyProfile(1);
    hour(profile, 0, 600);
    hour(profile, DAY_MS, 1_200);
    profile.add(0, 0, 2 * DAY_MS);
    expect(profile.normPerMs(0)).toBeCloseTo(0.25 * 0.01 + 0.5 * 0.02, 12);
  });

  it('does not count the hour under way to its own norm', () => {
    const profile = new DailyProfile(0.01);
    hour(profile, 0, 600);
    hour(profile, DAY_MS, 1e9);
    expect(profile.normPerMs(0)).toBeCloseTo(0.01, 12);
  });

  it('learns from what was seen of an hour, when it was at least half', () => {
    const norms = [30, 29].map((minutes) => {
      const profile = new DailyProfile(0.01);
      hour(profile, 0, 600, minutes);
      profile.add(0, 0, DAY_MS);
      return profile.normPerMs(0);
    });
    expect(norms).toEqual([expect.closeTo(0.01, 12), 0]);
  });

  it('counts time that goes backwards to the hour under way', () => {
    const profile = new DailyProfile(0.01);
    hour(profile, HOUR_MS, 600);
    profile.add(36_000, MINUTE_MS, 0);
    profile.add(0, 0, DAY_MS + HOUR_MS);
    // Twice the money of an hour in 61 minutes.
    expect(profile.normPerMs(0)).toBeCloseTo((2 * 36_000) / (61 * MINUTE_MS), 12);
    profile.add(0, 0, 2 * DAY_MS);
    expect(profile.normPerMs(0)).toBe(0);
  });

  it('gives a norm between the usual and the other one', () => {
    const rates = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(rates, fc.double({ min: 1e-5, max: 20, noNaN: true }), (perMinute, otherwise) => {
        const profile = new DailyProfile(2);
        perMinute.forEach((rate, day) => hour(profile, day * DAY_MS, rate));
        profile.add(0, 0, perMinute.length * DAY_MS);
        const all = [...perMinute.map((rate) => rate / MINUTE_MS), otherwise];
        expect(profile.normPerMs(otherwise)).toBeGreaterThanOrEqual(Math.min(...all) * (1 - 1e-12));
        expect(profile.normPerMs(otherwise)).toBeLessThanOrEqual(Math.max(...all) * (1 + 1e-12));
      }),
    );
  });
});
