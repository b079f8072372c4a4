import { EventScheduler, unixMs } from '@perpstream/core';
import { BlockQueue } from './block-queue';

function queueing(timeoutMs = 1_500): {
  readonly queue: BlockQueue;
  readonly scheduler: EventScheduler;
  readonly seen: string[];
  readonly add: (name: string) => void;
} {
  const scheduler = new EventScheduler();
  const queue = new BlockQueue(scheduler, timeoutMs);
  const seen: string[] = [];
  const add = (name: string): void =>
    queue.add(
      () => seen.push(`${name} announced`),
      () => seen.push(`${name} done at ${scheduler.now()}`),
    );
  return { queue, scheduler, seen, add };
}

describe('BlockQueue', () => {
  it('announces after the present input and works at the next block', () => {
    const { queue, scheduler, seen, add } = queueing();
    add('a');
    expect(seen).toEqual([]);
    scheduler.advanceTo(unixMs(0));
    expect(seen).toEqual(['a announced']);
    queue.run();
    expect(seen).toEqual(['a announced', 'a done at 0']);
    scheduler.advanceTo(unixMs(5_000));
    expect(seen).toHaveLength(2);
    expect(scheduler.pending).toBe(0);
  });

  it('leaves what was not announced yet for the block after', () => {
    const { queue, scheduler, seen, add } = queueing();
    add('a');
    queue.run();
    expect(seen).toEqual([]);
    scheduler.advanceTo(unixMs(1));
    queue.run();
    expect(seen).toEqual(['a announced', 'a done at 1']);
  });

  it('works in the order of handing in', () => {
    const { queue, scheduler, seen, add } = queueing();
    ['a', 'b', 'c'].forEach(add);
    scheduler.advanceTo(unixMs(0));
    queue.run();
    expect(seen.slice(3)).toEqual(['a done at 0', 'b done at 0', 'c done at 0']);
  });

  it('works without a block once its patience ends, each on its own time', () => {
    const { queue, scheduler, seen, add } = queueing(1_000);
    add('a');
    scheduler.advanceTo(unixMs(400));
    add('b');
    scheduler.advanceTo(unixMs(1_399));
    expect(seen).toEqual(['a announced', 'b announced', 'a done at 1000']);
    scheduler.advanceTo(unixMs(1_400));
    expect(seen.at(-1)).toBe('b done at 1400');
    queue.run();
    expect(seen).toHaveLength(4);
  });

  it('keeps what is handed in by work for the block after', () => {
    const { queue, scheduler, seen, add } = queueing();
    queue.add(
      () => undefined,
      () => add('later'),
    );
    scheduler.advanceTo(unixMs(0));
    queue.run();
    scheduler.advanceTo(unixMs(0));
    expect(seen).toEqual(['later announced']);
    queue.run();
    expect(seen).toEqual(['later announced', 'later done at 0']);
  });

  it('forgets everything when it is cleared', () => {
    const { queue, scheduler, seen, add } = queueing();
    add('a');
    scheduler.advanceTo(unixMs(0));
    add('b');
    queue.clear();
    expect(scheduler.pending).toBe(0);
    scheduler.advanceTo(unixMs(9_000));
    queue.run();
    expect(seen).toEqual(['a announced']);
  });
});
