import { unixMs } from '@perpstream/core';
import { RateHistory } from './rate-history';

const HOUR_MS = 3_600_000;

describe('RateHistory', () => {
  it('rests on nothing at first, and on half of what it may after a half life', () => {
    const history = new RateHistory(10 * HOUR_MS);
    expect([history.weight, history.rankOf(1)]).toEqual([0, 50]);
    [0, 5, 10].forEach((hours) => history.take(1, unixMs(hours * HOUR_MS)));
    expect(history.weight).toBeCloseTo(0.5, 12);
  });

  it('ranks by the time that rates were in force', () => {
    const history = new RateHistory(1e6 * HOUR_MS);
    history.take(1, unixMs(0));
    history.take(3, unixMs(3_000 * HOUR_MS));
    history.take(3, unixMs(4_000 * HOUR_MS));
    expect([history.rankOf(0), history.rankOf(4)]).toEqual([0, 100]);
    expect(history.rankOf(2)).toBeGreaterThan(45);
    expect(history.rankOf(1)).toBeCloseTo(37.5, 1);
    expect(history.rankOf(3)).toBeCloseTo(87.5, 1);
  });

  it('takes one of many rates that follow each other closely, and forgets no time', () => {
    const [dense, sparse] = [new RateHistory(10 * HOUR_MS), new RateHistory(10 * HOUR_MS)];
    for (let second = 0; second <= 3_600; second += 1) dense.take(second < 1_800 ? 1 : 2, unixMs(second * 1_000));
    [0, 1_800, 3_600].forEach((second) => sparse.take(second < 1_800 ? 1 : 2, unixMs(second * 1_000)));
    expect(dense.weight).toBeCloseTo(sparse.weight, 12);
    expect(dense.rankOf(1)).toBeCloseTo(sparse.rankOf(1), 0);
  });
});
