import { EventScheduler, unixMs } from '@perpstream/core';
import { LossWatch, type Doubt } from './loss-watch';

describe('LossWatch', () => {
  let scheduler: EventScheduler;
  let lost: string[];
  let doubts: (Doubt | undefined)[];
  let watch: LossWatch;

  const hear = (...ids: number[]): void =>
    ids.forEach((id) => {
      watch.heard(id);
      watch.look();
    });
  const at = (ms: number): void => scheduler.advanceTo(unixMs(ms));

  beforeEach(() => {
    scheduler = new EventScheduler();
    lost = [];
    doubts = [];
    watch = new LossWatch({
      scheduler,
      patienceMs: 25_000,
      lateMs: 500,
      doubtMs: 4_000,
      onLost: (missing) => lost.push(missing),
      onDoubt: (doubt) => doubts.push(doubt),
    });
  });

  it('has no timer while every message comes', () => {
    hear(1, 2, 3);
    expect(scheduler.pending).toBe(0);
  });

  it('acts on a certain loss after lateMs, once, and needs no further message for it', () => {
    hear(1, 3);
    at(499);
    expect(lost).toEqual([]);
    at(10_000);
    expect(lost).toEqual(['2']);
    expect(scheduler.pending).toBe(0);
  });

  it('does nothing about a message that was only overtaken', () => {
    hear(1, 3);
    at(400);
    hear(2);
    at(60_000);
    expect([lost, doubts, scheduler.pending]).toEqual([[], [], 0]);
  });

  it('counts lateMs from when the loss became certain', () => {
    watch.asked('a');
    hear(2);
    at(3_000);
    hear(4);
    at(3_400);
    expect(lost).toEqual([]);
    at(3_500);
    expect(lost).toEqual(['1, 3']);
  });

  it('doubts after doubtMs and is content again when the answer comes', () => {
    watch.asked('a');
    hear(2);
    at(3_999);
    expect(doubts).toEqual([]);
    at(4_000);
    expect(doubts).toEqual([{ missing: '1', sinceMs: 0 }]);
    at(19_000);
    watch.answered('a');
    hear(1);
    expect(doubts).toEqual([{ missing: '1', sinceMs: 0 }, undefined]);
    expect([lost, scheduler.pending]).toEqual([[], 0]);
  });

  it('takes the hole for a loss when the answer stays away for good', () => {
    watch.asked('a');
    hear(2);
    at(25_000);
    expect(lost).toEqual([]);
    at(25_600);
    expect(lost).toEqual(['1']);
  });

  it('leaves no timer when it is stopped', () => {
    hear(5);
    watch.stop();
    expect(scheduler.pending).toBe(0);
  });
});
