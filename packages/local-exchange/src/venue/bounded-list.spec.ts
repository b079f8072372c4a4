import { BoundedList } from './bounded-list';

function listOf(items: readonly number[], limit: number): BoundedList<number> {
  const list = new BoundedList<number>(limit);
  for (const item of items) list.push(item);
  return list;
}

describe('BoundedList', () => {
  it.each([
    [[], []],
    [[1], [1]],
    [
      [1, 2, 3],
      [3, 2, 1],
    ],
    [
      [1, 2, 3, 4],
      [4, 3, 2],
    ],
    [
      [1, 2, 3, 4, 5, 6, 7, 8],
      [8, 7, 6],
    ],
  ])('keeps of %j the newest three, newest first', (items, expected) => {
    expect(listOf(items, 3).newestFirst()).toEqual(expected);
    expect(listOf(items, 3).newest()).toBe(expected[0]);
  });

  it('replaces an item within reach and leaves others alone', () => {
    const list = listOf([1, 2, 3], 3);
    expect(list.replace(20, (item) => item === 2, 2)).toBe(true);
    expect(list.replace(10, (item) => item === 1, 2)).toBe(false);
    expect(list.newestFirst()).toEqual([3, 20, 1]);
  });
});
