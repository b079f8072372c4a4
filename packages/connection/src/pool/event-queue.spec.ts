import { EventQueue } from './event-queue';

describe('EventQueue', () => {
  it('delivers at once when nothing is going on', () => {
    const seen: number[] = [];
    const queue = new EventQueue<number>((event) => seen.push(event));
    queue.push(1);
    expect(seen).toEqual([1]);
  });

  it('delivers what a piece of work pushes when the work is done', () => {
    const seen: string[] = [];
    const queue = new EventQueue<string>((event) => seen.push(event));
    queue.during(() => {
      queue.push('a');
      queue.during(() => queue.push('b'));
      seen.push('work');
    });
    expect(seen).toEqual(['work', 'a', 'b']);
  });

  it('delivers what a delivery causes after what came before it', () => {
    const seen: number[] = [];
    const queue: EventQueue<number> = new EventQueue((event) => {
      if (event === 1) queue.push(3);
      seen.push(event);
    });
    queue.during(() => {
      queue.push(1);
      queue.push(2);
    });
    expect(seen).toEqual([1, 2, 3]);
  });

  it('goes on after work that throws', () => {
    const seen: number[] = [];
    const queue = new EventQueue<number>((event) => seen.push(event));
    expect(() =>
      queue.during(() => {
        throw new Error('no');
      }),
    ).toThrow('no');
    queue.push(1);
    expect(seen).toEqual([1]);
  });
});
