import { carryBps, roundTripBps } from './expected-carry';

const DAY_MS = 86_400_000;

describe('carryBps', () => {
  it.each([
    ['a long pays: a basis point an hour for a day', { market: 0.0001, hedge: 0 }, 1, -24],
    ['a long is paid', { market: -0.0001, hedge: 0 }, 1, 24],
    ['the short hedge is paid', { market: 0, hedge: 0.0001 }, 0.5, 12],
    ['nothing is left when both pay the same', { market: 0.0001, hedge: 0.0001 }, 1, 0],
    ['nothing is left at twice the hedge for half the rate', { market: 0.0001, hedge: 0.00005 }, 2, 0],
  ])('%s', (_name, rates, ratio, expected) => {
    expect(carryBps(rates, ratio, DAY_MS)).toBeCloseTo(expected, 12);
  });
});

describe('roundTripBps', () => {
  it.each([
    ['two fees and a spread in each market', 1, 5, 10 + 4 + 10 + 1],
    ['the hedge in its proportion', 0.5, 5, 10 + 4 + 0.5 * (10 + 1)],
    ['the spreads alone without fees', 1, 0, 5],
  ])('is %s', (_name, ratio, fee, expected) => {
    expect(roundTripBps({ market: 4, hedge: 1 }, ratio, fee)).toBeCloseTo(expected, 12);
  });
});
