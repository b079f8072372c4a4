import { HandClock } from '../test-kit/hand-clock';
import { ExchangeTimers } from './exchange-timers';
import { systemClock } from './system-clock';

describe('ExchangeTimers', () => {
  it('runs what is due in order of time, each at its own time, before what happens next', () => {
    const clock = new HandClock(1_000);
    const timers = new ExchangeTimers(clock);
    const seen: string[] = [];
    const note = (name: string) => (): void => void seen.push(`${name}@${timers.nowMs()}`);
    timers.after(30, note('late'));
    timers.after(10, () => {
      note('first')();
      timers.after(5, note('from within'));
    });
    timers.after(200, note('never'));
    clock.nowMs += 9;
    timers.catchUp();
    expect(seen).toEqual([]);
    clock.nowMs += 100;
    timers.catchUp();
    expect(seen).toEqual(['first@1010', 'from within@1015', 'late@1030']);
    expect(timers.nowMs()).toBe(1_109);
    timers.stop();
  });

  it('counts delays from the clock, also when nothing was looked at for long', () => {
    const clock = new HandClock(0);
    const timers = new ExchangeTimers(clock);
    const seen: number[] = [];
    clock.nowMs = 500;
    timers.after(10, () => seen.push(timers.nowMs()));
    timers.catchUp();
    expect(seen).toEqual([]);
    clock.nowMs = 520;
    timers.after(10, () => seen.push(timers.nowMs()));
    expect(seen).toEqual([510]);
    timers.stop();
  });

  it('does not look at the clock again from within what is due', () => {
    const clock = new HandClock(0);
    const timers = new ExchangeTimers(clock);
    let runs = 0;
    timers.after(1, () => {
      runs += 1;
      timers.catchUp();
    });
    clock.nowMs = 5;
    timers.catchUp();
    expect(runs).toBe(1);
  });

  it('prevents what was called off', () => {
    const clock = new HandClock(0);
    const timers = new ExchangeTimers(clock);
    let runs = 0;
    timers.after(1, () => (runs += 1))();
    clock.nowMs = 5;
    timers.catchUp();
    expect(runs).toBe(0);
  });

  it('runs by itself on the clock of the system, and on a clock that is moved late', async () => {
    await new Promise<void>((resolve) => new ExchangeTimers(systemClock).after(3, resolve));
    const clock = new HandClock(0);
    const done = new Promise<void>((resolve) => new ExchangeTimers(clock).after(3, resolve));
    setTimeout(() => (clock.nowMs = 3), 20);
    await done;
  });

  it('leaves no timer behind', () => {
    const count = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = count();
    const clock = new HandClock(0);
    const timers = new ExchangeTimers(clock);
    timers.after(10_000, () => undefined);
    timers.after(1e12, () => undefined);
    timers.after(5, () => undefined)();
    expect(count()).toBe(before + 2);
    clock.nowMs = 10_000;
    timers.catchUp();
    expect(count()).toBe(before + 1);
    timers.stop();
    expect(count()).toBe(before);
  });
});
