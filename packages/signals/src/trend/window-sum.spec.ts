import { randomNumbers } from '@perpstream/testing';
import { Cells } from '../math/cells';
import { RollingSum } from '../math/window/rolling-sum';
import { ReturnWindow } from './return-window';
import { WindowSum } from './window-sum';

/** Mostly small, some huge, a third of them exactly 0, and a long rest at 0. */
function values(): number[] {
  const random = randomNumbers(7);
  const jumpy = (): number => (random() < 1 / 3 ? 0 : (random() - 0.5) * 10 ** Math.round(6 * random()));
  return [...Array.from({ length: 3_000 }, jumpy), ...Array<number>(20).fill(0), ...Array.from({ length: 50 }, jumpy)];
}

describe('WindowSum', () => {
  it.each([1, 5, 12, 20])('is bit for bit the rolling sum of the last %d values of a longer window', (period) => {
    const cells = new Cells();
    const window = new ReturnWindow(20, cells);
    const sum = new WindowSum(cells);
    const rolling = new RollingSum(period);
    cells.row = cells.newRow();
    for (const value of values()) {
      sum.change(value, window.ago(period));
      window.push(value);
      expect(rolling.update(value) ?? sum.value).toBe(sum.value);
    }
  });
});

describe('ReturnWindow', () => {
  it('remembers as many values as it has room for, and counts them all', () => {
    const window = new ReturnWindow(3, new Cells());
    expect([window.count, window.ago(1)]).toEqual([0, 0]);
    [1, 2, 3, 4].forEach((value) => window.push(value));
    expect([window.count, window.ago(1), window.ago(2), window.ago(3)]).toEqual([4, 4, 3, 2]);
  });

  it('has 0 where there was nothing yet', () => {
    const window = new ReturnWindow(3, new Cells());
    window.push(5);
    expect([window.ago(1), window.ago(2), window.ago(3)]).toEqual([5, 0, 0]);
  });
});
