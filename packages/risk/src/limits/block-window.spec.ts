import * as fc from 'fast-check';
import { BlockWindow } from './block-window';

function counted(window: BlockWindow, times: number): void {
  for (let time = 0; time < times; time++) window.count();
}

describe('BlockWindow', () => {
  it('counts the present block and those before it', () => {
    const window = new BlockWindow(10, 3);
    window.advance(100);
    counted(window, 2);
    window.advance(101);
    counted(window, 3);
    window.advance(102);
    expect([window.used, window.left]).toEqual([5, 5]);
    window.advance(103);
    expect([window.used, window.left]).toEqual([3, 7]);
    window.advance(104);
    expect([window.used, window.left]).toEqual([0, 10]);
  });

  it('lets several blocks leave at once', () => {
    const window = new BlockWindow(10, 3);
    for (const height of [1, 2, 3]) {
      window.advance(height);
      window.count();
    }
    window.advance(50);
    expect(window.used).toBe(0);
  });

  it('never has less than nothing left', () => {
    const window = new BlockWindow(1, 1);
    counted(window, 3);
    expect([window.used, window.left]).toEqual([3, 0]);
  });

  it('counts what came before any block for the first one', () => {
    const window = new BlockWindow(10, 2);
    counted(window, 4);
    window.advance(500);
    expect(window.used).toBe(4);
    counted(window, 1);
    window.advance(501);
    expect(window.used).toBe(5);
    window.advance(502);
    expect(window.used).toBe(0);
  });

  it('does not go back with a late block', () => {
    const window = new BlockWindow(10, 2);
    window.advance(10);
    window.count();
    window.advance(8);
    window.count();
    window.advance(10);
    window.advance(11);
    expect(window.used).toBe(2);
    window.advance(12);
    expect(window.used).toBe(0);
  });

  it('counts for the newest block what comes after a late one', () => {
    const window = new BlockWindow(10, 2);
    window.advance(10);
    window.advance(8);
    window.count();
    window.advance(11);
    expect(window.used).toBe(1);
    window.advance(12);
    expect(window.used).toBe(0);
  });

  it('agrees with a list of all heights', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 3 })));
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 6 }), (given, blocks) => {
        const window = new BlockWindow(Infinity, blocks);
        const heights: number[] = [];
        let height = 1;
        for (const [by, times] of given) {
          window.advance((height += by));
          for (let time = 0; time < times; time++) heights.push(height);
          counted(window, times);
          expect(window.used).toBe(heights.filter((at) => at > height - blocks).length);
          expect(window.left).toBe(Infinity);
        }
      }),
    );
  });
});
