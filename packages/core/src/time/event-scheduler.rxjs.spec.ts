import {
  auditTime,
  bufferTime,
  debounceTime,
  defer,
  delay,
  interval,
  map,
  of,
  retry,
  sampleTime,
  Subject,
  take,
  throttleTime,
  throwError,
  timeout,
  timer,
  timestamp,
  type OperatorFunction,
  type SchedulerLike,
} from 'rxjs';
import { unixMs } from '../units/unix-ms';
import { EventScheduler } from './event-scheduler';

/** Values by arrival time, as an input would bring them. */
type Arrivals = readonly (readonly [atMs: number, value: string])[];

/** Feeds arrivals as the runner does (advance, deliver, advance) and returns `output@time` for everything that came out. */
function run(operator: (scheduler: SchedulerLike) => OperatorFunction<string, unknown>, arrivals: Arrivals): string[] {
  const scheduler = new EventScheduler();
  const source = new Subject<string>();
  const seen: string[] = [];
  const note = (what: string): void => {
    seen.push(`${what}@${scheduler.now()}`);
  };
  source.pipe(operator(scheduler)).subscribe({
    next: (value) => note(String(value)),
    error: (error: Error) => note(error.name),
  });
  for (const [atMs, value] of arrivals) {
    scheduler.advanceTo(unixMs(atMs));
    source.next(value);
    scheduler.advanceTo(unixMs(atMs));
  }
  scheduler.advanceTo(unixMs(1_000));
  return seen;
}

const burst: Arrivals = [
  [0, 'a'],
  [40, 'b'],
  [80, 'c'],
  [300, 'd'],
];

describe('RxJS on an EventScheduler', () => {
  let dateNow: jest.SpyInstance;
  let setTimer: jest.SpyInstance;

  beforeEach(() => {
    const forbidden = (what: string) => (): never => {
      throw new Error(`${what} was used`);
    };
    dateNow = jest.spyOn(Date, 'now').mockImplementation(forbidden('the wall clock'));
    setTimer = jest.spyOn(global, 'setInterval').mockImplementation(forbidden('a real timer'));
  });

  afterEach(() => {
    dateNow.mockRestore();
    setTimer.mockRestore();
  });

  it.each<{
    name: string;
    operator: (scheduler: SchedulerLike) => OperatorFunction<string, unknown>;
    expected: string[];
  }>([
    { name: 'debounceTime', operator: (s) => debounceTime(50, s), expected: ['c@130', 'd@350'] },
    { name: 'auditTime', operator: (s) => auditTime(50, s), expected: ['b@50', 'c@130', 'd@350'] },
    { name: 'sampleTime', operator: (s) => sampleTime(100, s), expected: ['c@100', 'd@400'] },
    {
      name: 'throttleTime',
      operator: (s) => throttleTime(50, s, { leading: true, trailing: true }),
      expected: ['a@0', 'b@50', 'c@100', 'd@300'],
    },
    { name: 'delay', operator: (s) => delay(25, s), expected: ['a@25', 'b@65', 'c@105', 'd@325'] },
    {
      name: 'timeout',
      operator: (s) => timeout({ each: 100, scheduler: s }),
      expected: ['a@0', 'b@40', 'c@80', 'TimeoutError@180'],
    },
  ])('$name sees input time alone', ({ operator, expected }) => {
    expect(run(operator, burst)).toEqual(expected);
  });

  it('bufferTime closes its windows at input time', () => {
    const seen = run((s) => (source$) => source$.pipe(bufferTime(100, s), take(4)), burst);
    expect(seen).toEqual(['a,b,c@100', '@200', '@300', 'd@400']);
  });

  it('timestamp stamps with input time', () => {
    const stamped = (s: SchedulerLike): OperatorFunction<string, string> => {
      return (source$) =>
        source$.pipe(
          timestamp(s),
          map(({ value, timestamp: atMs }) => `${value}:${atMs}`),
        );
    };
    expect(run(stamped, burst)).toEqual(['a:0@0', 'b:40@40', 'c:80@80', 'd:300@300']);
  });

  it('interval and timer tick at input time and stop with their subscription', () => {
    const scheduler = new EventScheduler();
    const seen: string[] = [];
    const ticking = interval(10, scheduler).subscribe((n) => seen.push(`interval ${n}@${scheduler.now()}`));
    timer(15, 10, scheduler)
      .pipe(take(2))
      .subscribe((n) => seen.push(`timer ${n}@${scheduler.now()}`));
    scheduler.advanceTo(unixMs(25));
    ticking.unsubscribe();
    scheduler.advanceTo(unixMs(500));
    expect(seen).toEqual(['interval 0@10', 'timer 0@15', 'interval 1@20', 'timer 1@25']);
    expect(scheduler.pending).toBe(0);
  });

  it('retry waits in input time', () => {
    const scheduler = new EventScheduler();
    const attempts: number[] = [];
    const failing$ = defer(() => {
      attempts.push(scheduler.now());
      return throwError(() => new Error('lost'));
    });
    let failure: unknown;
    failing$
      .pipe(retry({ count: 3, delay: (_error, attempt) => timer(100 * 2 ** (attempt - 1), scheduler) }))
      .subscribe({ error: (error: unknown) => (failure = error) });
    scheduler.advanceTo(unixMs(10_000));
    expect(attempts).toEqual([0, 100, 300, 700]);
    expect(failure).toEqual(new Error('lost'));
  });

  it('work without delay runs in order with what else is due', () => {
    const scheduler = new EventScheduler();
    const seen: string[] = [];
    timer(0, scheduler).subscribe(() => seen.push('timer'));
    of('delayed')
      .pipe(delay(0, scheduler))
      .subscribe((value) => seen.push(value));
    scheduler.advanceTo(unixMs(0));
    expect(seen).toEqual(['timer', 'delayed']);
  });

  it('gives the same output for the same inputs, whatever the steps in which time is advanced', () => {
    const once = (stepMs: number): string[] => {
      const scheduler = new EventScheduler();
      const seen: string[] = [];
      timer(7, 7, scheduler)
        .pipe(debounceTime(5, scheduler), take(10))
        .subscribe((n) => seen.push(`${n}@${scheduler.now()}`));
      for (let atMs = 0; atMs <= 100; atMs += stepMs) scheduler.advanceTo(unixMs(atMs));
      return seen;
    };
    expect(once(1)).toEqual(once(100));
    expect(once(1)).toHaveLength(10);
  });
});
