import { EventScheduler, unixMs } from '@perpstream/core';
import { comeToRest, passTime } from '../test-kit/virtual-rest';
import { RateWindow } from './rate-window';
import { RequestQueue } from './request-queue';

describe('RequestQueue', () => {
  let scheduler: EventScheduler;
  let queue: RequestQueue;
  let passed: string[];

  const enter = (name: string, isRetry = false, signal?: AbortSignal): void => {
    void queue.enter(isRetry, signal).then((isAdmitted) => passed.push(isAdmitted ? name : `${name} left`));
  };

  beforeEach(() => {
    scheduler = new EventScheduler(unixMs(0));
    queue = new RequestQueue(new RateWindow({ points: 2, windowMs: 1_000 }, 1), scheduler);
    passed = [];
  });

  it('lets callers pass in the order in which they came, each as soon as there is a point', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) enter(name);
    await comeToRest();
    expect(passed).toEqual(['a', 'b']);
    queue.answered({});
    queue.answered({});
    await passTime(scheduler, 999, 1);
    expect(passed).toEqual(['a', 'b']);
    await passTime(scheduler, 1, 1);
    expect(passed).toEqual(['a', 'b', 'c', 'd']);
    expect(queue.waiting).toBe(1);
  });

  it('lets who tries again pass first', async () => {
    for (const name of ['a', 'b', 'c']) enter(name);
    enter('again', true);
    queue.answered({});
    await passTime(scheduler, 1_000);
    expect(passed).toEqual(['a', 'b', 'again']);
  });

  it('lets a caller leave the queue, and leaves no timer behind', async () => {
    const leaving = new AbortController();
    for (const name of ['a', 'b']) enter(name);
    enter('c', false, leaving.signal);
    queue.answered({});
    expect(scheduler.pending).toBe(1);
    leaving.abort();
    enter('late', false, leaving.signal);
    await comeToRest();
    expect(passed).toEqual(['a', 'b', 'c left', 'late left']);
    expect(queue.waiting).toBe(0);
    expect(scheduler.pending).toBe(0);
  });

  it('holds everybody back while the server asks to wait', async () => {
    enter('a');
    queue.answered({ retryAfterMs: 5_000 });
    enter('b');
    await passTime(scheduler, 4_999, 7);
    expect(passed).toEqual(['a']);
    await passTime(scheduler, 1, 1);
    expect(passed).toEqual(['a', 'b']);
  });
});
