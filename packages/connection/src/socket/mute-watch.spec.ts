import { EventScheduler, unixMs } from '@perpstream/core';
import { MuteWatch } from './mute-watch';

describe('MuteWatch', () => {
  let scheduler: EventScheduler;
  let mutes: number[];
  let watch: MuteWatch;

  const at = (ms: number): void => scheduler.advanceTo(unixMs(ms));
  const hear = (fromMs: number, toMs: number, everyMs: number): void => {
    for (let ms = fromMs; ms <= toMs; ms += everyMs) {
      at(ms);
      watch.heard();
    }
  };

  beforeEach(() => {
    scheduler = new EventScheduler();
    mutes = [];
    watch = new MuteWatch({ scheduler, silenceMs: 10_000, onMute: (silentMs) => mutes.push(silentMs) });
  });

  it('finds a busy connection that falls silent, after exactly the silence, once', () => {
    hear(0, 20_000, 250);
    at(29_999);
    expect(mutes).toEqual([]);
    at(100_000);
    expect(mutes).toEqual([10_000]);
  });

  it.each<[pauseMs: number, mutes: readonly number[]]>([
    [2_500, [10_000]],
    [2_501, []],
  ])('takes a connection that paused for %p ms in the last minute for mute or quiet', (pauseMs, expected) => {
    hear(0, 20_000, 250);
    hear(20_000 + pauseMs, 50_000, 250);
    at(200_000);
    expect(mutes).toEqual(expected);
  });

  it('forgets a pause of more than a minute ago', () => {
    hear(0, 20_000, 250);
    hear(22_600, 95_000, 250);
    at(200_000);
    expect(mutes).toEqual([10_000]);
  });

  it('leaves a connection alone of which too little is known', () => {
    hear(0, 4_500, 250);
    at(200_000);
    expect(mutes).toEqual([]);
  });

  it('has one timer at most, and none while nothing is expected', () => {
    expect(scheduler.pending).toBe(0);
    hear(0, 5_000, 10);
    expect(scheduler.pending).toBe(1);
    watch.stop();
    expect(scheduler.pending).toBe(0);
  });
});
