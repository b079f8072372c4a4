import { Subject, type Subscription } from 'rxjs';
import { unixMs } from '../units/unix-ms';
import { EventScheduler } from './event-scheduler';

const at = unixMs;

describe('EventScheduler', () => {
  it('stands still until it is told the time, and never goes back', () => {
    const scheduler = new EventScheduler(at(100));
    expect(scheduler.now()).toBe(100);
    scheduler.advanceTo(at(250.5));
    expect(scheduler.now()).toBe(250.5);
    scheduler.advanceTo(at(200));
    expect(scheduler.now()).toBe(250.5);
  });

  it('starts at 0 unless told otherwise', () => {
    expect(new EventScheduler().now()).toBe(0);
  });

  it('runs due actions in order of time, then of scheduling, each at its own time', () => {
    const scheduler = new EventScheduler();
    const seen: string[] = [];
    const note = (name: string) => (): void => {
      seen.push(`${name}@${scheduler.now()}`);
    };
    scheduler.schedule(note('late'), 30);
    scheduler.schedule(note('first'), 10);
    scheduler.schedule(note('second'), 10);
    scheduler.schedule(note('third'), 10);
    scheduler.schedule(note('never'), 51);
    scheduler.advanceTo(at(50));
    expect(seen).toEqual(['first@10', 'second@10', 'third@10', 'late@30']);
    expect(scheduler.now()).toBe(50);
    expect(scheduler.pending).toBe(1);
  });

  it('runs what was scheduled without delay at the next advance, even to the same time', () => {
    const scheduler = new EventScheduler(at(5));
    let ran = 0;
    scheduler.schedule(() => (ran += 1));
    expect(ran).toBe(0);
    scheduler.advanceTo(at(5));
    expect(ran).toBe(1);
  });

  it('treats a negative delay as none', () => {
    const scheduler = new EventScheduler(at(5));
    const seen: number[] = [];
    scheduler.schedule(() => seen.push(scheduler.now()), -3);
    scheduler.advanceTo(at(6));
    expect(seen).toEqual([5]);
  });

  it('hands the state to the work', () => {
    const scheduler = new EventScheduler();
    const seen: (string | undefined)[] = [];
    scheduler.schedule<string>((state) => seen.push(state), 1, 'given');
    scheduler.schedule<string>((state) => seen.push(state), 1);
    scheduler.advanceTo(at(1));
    expect(seen).toEqual(['given', undefined]);
  });

  it('runs in one advance what due actions schedule within it', () => {
    const scheduler = new EventScheduler();
    const seen: number[] = [];
    scheduler.schedule(() => {
      seen.push(scheduler.now());
      scheduler.schedule(() => seen.push(scheduler.now()), 5);
      scheduler.schedule(() => seen.push(scheduler.now()), 50);
    }, 10);
    scheduler.advanceTo(at(20));
    expect(seen).toEqual([10, 15]);
  });

  it('lets an action re-schedule itself, with new state, until it is unsubscribed', () => {
    const scheduler = new EventScheduler();
    const seen: string[] = [];
    const running = scheduler.schedule<number>(
      function (count = 0) {
        seen.push(`${count}@${scheduler.now()}`);
        this.schedule(count + 1, 10);
      },
      10,
      0,
    );
    scheduler.advanceTo(at(35));
    running.unsubscribe();
    scheduler.advanceTo(at(100));
    expect(seen).toEqual(['0@10', '1@20', '2@30']);
    expect(scheduler.pending).toBe(0);
  });

  it('moves a waiting action when it is scheduled again instead of running it twice', () => {
    const scheduler = new EventScheduler();
    const seen: number[] = [];
    scheduler.schedule(function () {
      seen.push(scheduler.now());
      if (seen.length > 1) return;
      this.schedule(undefined, 10);
      this.schedule(undefined, 20);
    });
    scheduler.advanceTo(at(100));
    expect(seen).toEqual([0, 20]);
  });

  it('never runs a cancelled action, not even one due at the instant of the cancelling one', () => {
    const scheduler = new EventScheduler();
    let ran = false;
    const scheduled: { later?: Subscription } = {};
    scheduler.schedule(() => scheduled.later?.unsubscribe(), 10);
    scheduled.later = scheduler.schedule(() => (ran = true), 10);
    scheduler.advanceTo(at(10));
    expect(ran).toBe(false);
  });

  it('ignores a re-schedule of a cancelled action', () => {
    const scheduler = new EventScheduler();
    let runs = 0;
    scheduler.schedule(function () {
      runs += 1;
      this.unsubscribe();
      this.schedule(undefined, 1);
    });
    scheduler.advanceTo(at(10));
    expect(runs).toBe(1);
    expect(scheduler.pending).toBe(0);
  });

  it('keeps no cancelled action waiting', () => {
    const scheduler = new EventScheduler();
    const waiting = Array.from({ length: 1_000 }, () => scheduler.schedule(() => undefined, 1_000));
    expect(scheduler.pending).toBe(1_000);
    waiting.forEach((action) => action.unsubscribe());
    expect(scheduler.pending).toBe(0);
  });

  it('cancels an action that throws, passes the error to the runner, and goes on with the others', () => {
    const scheduler = new EventScheduler();
    const seen: string[] = [];
    const failing = scheduler.schedule(function () {
      this.schedule(undefined, 1);
      throw new Error('broken work');
    }, 10);
    scheduler.schedule(() => seen.push('other'), 10);
    expect(() => scheduler.advanceTo(at(20))).toThrow('broken work');
    expect(scheduler.now()).toBe(10);
    expect(failing.closed).toBe(true);
    scheduler.advanceTo(at(20));
    expect(seen).toEqual(['other']);
    expect(scheduler.pending).toBe(0);
  });

  it('refuses to be advanced from inside an action, and works on afterwards', () => {
    const scheduler = new EventScheduler();
    let runs = 0;
    scheduler.schedule(() => scheduler.advanceTo(at(50)), 10);
    scheduler.schedule(() => (runs += 1), 20);
    expect(() => scheduler.advanceTo(at(30))).toThrow('only the runner calls advanceTo');
    expect(runs).toBe(0);
    scheduler.advanceTo(at(30));
    expect(runs).toBe(1);
  });

  it('stops an action that re-schedules itself without letting time pass', () => {
    const scheduler = new EventScheduler();
    scheduler.schedule(function () {
      this.schedule();
    });
    expect(() => scheduler.advanceTo(at(7))).toThrow('more than 100000 actions at time 0');
  });

  it('refuses a delay that is not a number, which would block everything behind it', () => {
    const scheduler = new EventScheduler();
    expect(() => scheduler.schedule(() => undefined, NaN)).toThrow(RangeError);
    expect(scheduler.pending).toBe(0);
  });

  it('never runs an action with an endless delay', () => {
    const scheduler = new EventScheduler();
    scheduler.schedule(() => undefined, Infinity);
    scheduler.advanceTo(at(1e15));
    expect(scheduler.pending).toBe(1);
  });

  it('delivers nothing by itself while a source pushes values', () => {
    const scheduler = new EventScheduler();
    const source = new Subject<number>();
    const seen: number[] = [];
    source.subscribe((value) => scheduler.schedule(() => seen.push(value)));
    source.next(1);
    source.next(2);
    expect(seen).toEqual([]);
    scheduler.advanceTo(at(0));
    expect(seen).toEqual([1, 2]);
  });
});
