import { EventScheduler, unixMs } from '@perpstream/core';
import { silenceWatch, type SilenceWatch } from './silence-watch';

describe('silenceWatch', () => {
  let scheduler: EventScheduler;
  let silences: number[];
  let askedAt: number[];

  const watchOf = (silenceMs: number, onHalf: () => void = () => undefined): SilenceWatch =>
    silenceWatch({
      scheduler,
      silenceMs,
      onHalf: () => {
        askedAt.push(scheduler.now());
        onHalf();
      },
      onSilence: (silentMs) => silences.push(silentMs),
    });
  const at = (ms: number): void => scheduler.advanceTo(unixMs(ms));

  beforeEach(() => {
    scheduler = new EventScheduler();
    silences = [];
    askedAt = [];
  });

  it('asks for a sign of life after half of the silence and speaks up once, after exactly all of it', () => {
    watchOf(100);
    at(99);
    expect(silences).toEqual([]);
    at(1_000);
    expect(silences).toEqual([100]);
    expect(askedAt).toEqual([50]);
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

  it('asks once per silence, and never while something is heard', () => {
    const watch = watchOf(100);
    for (let ms = 0; ms <= 400; ms += 10) {
      at(ms);
      watch.heard();
    }
    expect(askedAt).toEqual([]);
    at(455);
    watch.heard();
    at(560);
    expect(askedAt).toEqual([450, 505]);
  });

  it('goes on for ever while its questions are answered, even at once', () => {
    const watch: SilenceWatch = watchOf(100, () => watch.heard());
    at(1_000);
    expect(askedAt).toHaveLength(20);
    expect(silences).toEqual([]);
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
