import { EventScheduler, unixMs } from '@perpstream/core';
import { silenceWatch } from './silence-watch';

describe('silenceWatch', () => {
  let scheduler: EventScheduler;
  let silences: number[];

  const watchOf = (silenceMs: number): ReturnType<typeof silenceWatch> =>
    silenceWatch(scheduler, silenceMs, (silentMs) => silences.push(silentMs));
  const at = (ms: number): void => scheduler.advanceTo(unixMs(ms));

  beforeEach(() => {
    scheduler = new EventScheduler();
    silences = [];
  });

  it('speaks up once, after exactly so much silence', () => {
    watchOf(100);
    at(99);
    expect(silences).toEqual([]);
    at(1_000);
    expect(silences).toEqual([100]);
  });

  it('counts from the last sign of life', () => {
    const watch = watchOf(100);
    at(60);
    watch.heard();
    at(159);
    expect(silences).toEqual([]);
    at(160);
    expect(silences).toEqual([100]);
  });

  it('keeps one timer however many signs of life there are', () => {
    const watch = watchOf(100);
    for (let ms = 0; ms < 1_000; ms += 1) {
      at(ms);
      watch.heard();
      expect(scheduler.pending).toBe(1);
    }
    expect(silences).toEqual([]);
  });

  it('says nothing more once it is stopped', () => {
    const watch = watchOf(100);
    at(50);
    watch.heard();
    at(120);
    watch.stop();
    at(1_000);
    expect(silences).toEqual([]);
    expect(scheduler.pending).toBe(0);
  });
});
