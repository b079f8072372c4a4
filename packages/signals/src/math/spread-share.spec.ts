import { DecayedRate } from './decayed-rate';
import { spreadShare } from './spread-share';

describe('spreadShare', () => {
  it.each([
    ['1 for a span that is nothing against the half life', 1e-6, 1, 1],
    ['1 / (2 ln 2) for one half life', 1_000, 1_000, 0.5 / Math.LN2],
    ['3 / (8 ln 2) for two', 2_000, 1_000, 0.75 / (2 * Math.LN2)],
  ])('is %s', (_, spanMs, halfLifeMs, expected) => {
    expect(spreadShare(spanMs, halfLifeMs)).toBeCloseTo(expected, 6);
  });

  it('is the mean of what many small parts keep', () => {
    const kept = Array.from({ length: 10_000 }, (_, index) => 2 ** (-(index + 0.5) / 10_000 / 0.7));
    expect(spreadShare(1, 0.7)).toBeCloseTo(kept.reduce((sum, share) => sum + share, 0) / 10_000, 8);
  });

  it('makes the rate of even bars even', () => {
    const rate = new DecayedRate(60_000);
    for (let bars = 0; bars < 5; bars += 1) rate.add(300 * spreadShare(60_000, 60_000), 60_000);
    expect(rate.perMs).toBeCloseTo(300 / 60_000, 12);
  });
});
