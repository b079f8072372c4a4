import { marketId, type MarketId } from '@perpstream/core';
import { nextMembers } from './next-members';

const ids = (...names: string[]): MarketId[] => names.map((name) => marketId(`${name}-USD`));
const ranking = ids('A', 'B', 'C', 'D', 'E', 'F');
const rules = { count: 2, keepBelow: 3, excused: new Set<MarketId>() };

describe('nextMembers', () => {
  it.each<[string, MarketId[], MarketId[]]>([
    ['takes the best into an empty side', [], ids('A', 'B')],
    ['keeps members inside the band in their slots', ids('C', 'A'), ids('C', 'A')],
    ['replaces one outside of the band by the best that is not there', ids('D', 'A'), ids('B', 'A')],
    ['replaces all that are outside', ids('E', 'F'), ids('A', 'B')],
    ['replaces one that is not ranked', ids('X', 'B'), ids('A', 'B')],
  ])('%s', (_name, members, expected) => {
    expect(nextMembers(members, ranking, rules)).toEqual(expected);
  });

  it('keeps one that is not ranked and excused', () => {
    expect(nextMembers(ids('X', 'F'), ranking, { ...rules, excused: new Set(ids('X')) })).toEqual(ids('X', 'A'));
  });

  it('drops the last slots when there are to be fewer, and fills new ones when there are to be more', () => {
    expect(nextMembers(ids('B', 'A'), ranking, { ...rules, count: 1 })).toEqual(ids('B'));
    expect(nextMembers(ids('B', 'A'), ranking, { ...rules, count: 3 })).toEqual(ids('B', 'A', 'C'));
  });
});
