import { DecayedRate } from './decayed-rate';

describe('DecayedRate', () => {
  it('is 0 while no time has passed', () => {
    const rate = new DecayedRate(1_000);
    rate.add(5, 0);
    expect(rate.perMs).toBe(0);
  });

  it.each([1, 10, 10_000])('is the rate itself when amounts come evenly, after %d of them', (count) => {
    const rate = new DecayedRate(2_000);
    for (let index = 0; index < count; index += 1) rate.add(3, 1);
    // The amount at the end of each millisecond weighs a little more than one spread over it.
    expect(rate.perMs).toBeCloseTo(3, 2);
  });

  it('takes the time seen so far for the whole: one early amount is not a small rate', () => {
    const rate = new DecayedRate(1_000_000);
    rate.add(0, 0);
    rate.add(50, 10);
    expect(rate.perMs).toBeCloseTo(5, 3);
  });

  it('falls while nothing comes', () => {
    const rate = new DecayedRate(1_000);
    for (let index = 0; index < 20_000; index += 1) rate.add(1, 1);
    rate.add(0, 1_000);
    expect(rate.perMs).toBeCloseTo(0.5, 3);
    rate.add(0, 9_000);
    expect(rate.perMs).toBeCloseTo(2 ** -10, 5);
  });

  it('follows a new rate with its half life', () => {
    const rate = new DecayedRate(1_000);
    for (let index = 0; index < 20_000; index += 1) rate.add(1, 1);
    for (let index = 0; index < 1_000; index += 1) rate.add(3, 1);
    expect(rate.perMs).toBeCloseTo(2, 2);
  });

  it('is the variance per ms when fed with squared returns', () => {
    const rate = new DecayedRate(60_000);
    for (let index = 0; index < 4_000; index += 1) rate.add((index % 2 === 0 ? 0.001 : -0.001) ** 2, 250);
    expect(rate.perMs * 250).toBeCloseTo(1e-6, 8);
  });
});
