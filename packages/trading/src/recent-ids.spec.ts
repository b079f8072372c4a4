import { RecentIds } from './recent-ids';

describe('RecentIds', () => {
  it('knows an id the second time', () => {
    const ids = new RecentIds<string>(10);
    expect([ids.add('a'), ids.add('b'), ids.add('a')]).toEqual([true, true, false]);
  });

  it('forgets the oldest beyond its capacity', () => {
    const ids = new RecentIds<string>(2);
    expect(['a', 'b', 'c', 'b', 'c', 'a'].map((id) => ids.add(id))).toEqual([true, true, true, false, false, true]);
  });
});
