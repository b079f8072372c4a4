import { unixMs } from '@perpstream/core';
import { countEvent, noEvents } from './event-rate';

describe('countEvent', () => {
  it('knows the rate after one second of event time and keeps it until the next window is full', () => {
    let rate = noEvents;
    for (let atMs = 0; atMs < 1_000; atMs += 10) rate = countEvent(rate, unixMs(atMs));
    expect(rate).toMatchObject({ total: 100, perSecond: 0 });
    rate = countEvent(rate, unixMs(1_000));
    expect(rate).toMatchObject({ total: 101, perSecond: 100, inWindow: 1 });
  });

  it('spreads the events of a window over the pause that ends it', () => {
    const rate = [0, 100, 200, 4_000].reduce((before, atMs) => countEvent(before, unixMs(atMs)), noEvents);
    expect(rate.perSecond).toBe(0.75);
  });
});
