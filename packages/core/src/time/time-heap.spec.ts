import fc from 'fast-check';
import { TimeHeap, type HeapEntry } from './time-heap';

type Step =
  | { readonly do: 'add'; readonly dueMs: number }
  | { readonly do: 'cancel'; readonly which: number }
  | { readonly do: 'take'; readonly atMs: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('add' as const), dueMs: fc.integer({ min: 0, max: 20 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat({ max: 200 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('take' as const), atMs: fc.integer({ min: 0, max: 25 }) }) },
  ),
  { maxLength: 400, size: 'max' },
);

function drain(heap: TimeHeap<string>): string[] {
  const items: string[] = [];
  for (let due = heap.takeDue(Infinity); due !== undefined; due = heap.takeDue(Infinity)) items.push(due.item);
  return items;
}

describe('TimeHeap', () => {
  it('behaves as a sorted list does under any sequence of add, cancel and take', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const heap = new TimeHeap<number>();
        const added: HeapEntry<number>[] = [];
        let sorted: { dueMs: number; item: number }[] = [];
        for (const step of sequence) {
          if (step.do === 'add') {
            const item = added.length;
            added.push(heap.add(step.dueMs, item));
            // Behind everything that is due at the same time: equal times keep their order.
            const at = sorted.findIndex(({ dueMs }) => dueMs > step.dueMs);
            sorted.splice(at < 0 ? sorted.length : at, 0, { dueMs: step.dueMs, item });
          } else if (step.do === 'cancel') {
            const entry = added[step.which];
            if (entry === undefined) continue;
            heap.cancel(entry);
            sorted = sorted.filter(({ item }) => item !== step.which);
          } else {
            const isDue = sorted[0] !== undefined && sorted[0].dueMs <= step.atMs;
            expect(heap.takeDue(step.atMs)).toEqual(isDue ? sorted.shift() : undefined);
          }
          expect(heap.size).toBe(sorted.length);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('takes nothing before its time', () => {
    const heap = new TimeHeap<string>();
    heap.add(10, 'a');
    expect(heap.takeDue(9.999)).toBeUndefined();
    expect(heap.takeDue(10)).toEqual({ dueMs: 10, item: 'a' });
    expect(heap.takeDue(Infinity)).toBeUndefined();
  });

  it('keeps the order of adding for equal times, also after a clean-up of cancelled entries', () => {
    const heap = new TimeHeap<string>();
    const kept = ['a', 'b', 'c'];
    const cancelled: HeapEntry<string>[] = [];
    for (const item of kept) {
      for (let filler = 0; filler < 50; filler += 1) cancelled.push(heap.add(5, 'filler'));
      heap.add(5, item);
    }
    cancelled.forEach((entry) => heap.cancel(entry));
    expect(drain(heap)).toEqual(kept);
  });

  it('counts a second cancel, and a cancel of what was taken, as nothing', () => {
    const heap = new TimeHeap<string>();
    const first = heap.add(1, 'a');
    const second = heap.add(2, 'b');
    heap.takeDue(1);
    heap.cancel(first);
    heap.cancel(second);
    heap.cancel(second);
    expect(heap.size).toBe(0);
    expect(heap.takeDue(Infinity)).toBeUndefined();
    expect(heap.size).toBe(0);
  });

  it('lets go of cancelled items at once', () => {
    const heap = new TimeHeap<object>();
    const entry = heap.add(1, {});
    heap.cancel(entry);
    expect(entry.item).toBeUndefined();
  });
});
