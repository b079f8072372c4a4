import { Subscription } from 'rxjs';
import { EventScheduler, unixMs } from '@perpstream/core';
import { DueTimer, type Due } from './due-timer';

class Waiting implements Due {
  readonly calledMs: number[] = [];

  constructor(
    public dueMs: number,
    private readonly then: (nowMs: number) => void = (): void => undefined,
  ) {}

  onDue(nowMs: number): void {
    this.calledMs.push(nowMs);
    this.then(nowMs);
  }
}

function timing(): { readonly scheduler: EventScheduler; readonly timer: DueTimer; readonly lifetime: Subscription } {
  const scheduler = new EventScheduler();
  const lifetime = new Subscription();
  return { scheduler, lifetime, timer: new DueTimer(scheduler, lifetime) };
}

describe('DueTimer', () => {
  it('calls each at its moment, whatever the order in which they were watched', () => {
    const { scheduler, timer } = timing();
    const [late, early] = [new Waiting(30), new Waiting(10)];
    timer.watch(late);
    timer.watch(early);
    scheduler.advanceTo(unixMs(100));
    expect([early.calledMs, late.calledMs, scheduler.pending]).toEqual([[10], [30], 0]);
  });

  it('waits on for a moment that moved later', () => {
    const { scheduler, timer } = timing();
    const moving = new Waiting(10);
    timer.watch(moving);
    moving.dueMs = 25;
    scheduler.advanceTo(unixMs(24));
    expect(moving.calledMs).toEqual([]);
    scheduler.advanceTo(unixMs(25));
    expect(moving.calledMs).toEqual([25]);
  });

  it('calls again only what is watched again', () => {
    const { scheduler, timer } = timing();
    const once = new Waiting(10);
    const often: Waiting = new Waiting(10, (nowMs) => {
      often.dueMs = nowMs + 10;
      if (nowMs < 30) timer.watch(often);
    });
    timer.watch(once);
    timer.watch(often);
    scheduler.advanceTo(unixMs(100));
    expect([once.calledMs, often.calledMs, scheduler.pending]).toEqual([[10], [10, 20, 30], 0]);
  });

  it('waits for one thing at a time, and for nothing once nobody is watched', () => {
    const { scheduler, timer } = timing();
    const [first, second] = [new Waiting(10), new Waiting(20)];
    timer.watch(first);
    timer.watch(second);
    expect(scheduler.pending).toBe(1);
    timer.unwatch(first);
    timer.unwatch(second);
    expect(scheduler.pending).toBe(0);
    scheduler.advanceTo(unixMs(100));
    expect([first.calledMs, second.calledMs]).toEqual([[], []]);
  });

  it('ends with what it belongs to, also in the middle of a call', () => {
    const { scheduler, timer, lifetime } = timing();
    const later = new Waiting(20);
    timer.watch(new Waiting(10, () => lifetime.unsubscribe()));
    timer.watch(later);
    scheduler.advanceTo(unixMs(100));
    expect([later.calledMs, scheduler.pending]).toEqual([[], 0]);
  });
});
