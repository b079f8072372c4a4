import {
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  property,
  record,
  shuffledSubarray,
  uniqueArray,
} from 'fast-check';
import { selectIdeas, type IdeaCandidate } from './select-ideas';

const newcomer = (key: string, conviction: number, given: Partial<IdeaCandidate> = {}): IdeaCandidate => ({
  key,
  conviction,
  isWaiting: false,
  needsPlace: true,
  ...given,
});
const waiting = (key: string, conviction: number) => newcomer(key, conviction, { isWaiting: true });
const always = () => true;
const keys = (candidates: readonly IdeaCandidate[]) => candidates.map(({ key }) => key);

describe('selectIdeas', () => {
  it.each<[string, IdeaCandidate[], number, string[]]>([
    ['gives nothing to nobody', [], 3, []],
    ['gives places to the best', [newcomer('A', 0.8), newcomer('B', 0.9), newcomer('C', 0.85)], 2, ['B', 'C']],
    ['breaks ties by name', [newcomer('C', 0.9), newcomer('A', 0.9), newcomer('B', 0.9)], 2, ['A', 'B']],
    ['gives no place when there is none', [newcomer('A', 1)], 0, []],
    ['gives no place when more are held than allowed', [newcomer('A', 1)], -1, []],
    ['serves those who wait before better newcomers', [newcomer('A', 0.99), waiting('B', 0.8)], 1, ['B']],
    ['serves those who wait best first', [waiting('A', 0.8), waiting('B', 0.9)], 1, ['B']],
    ['needs no place for one that takes one over', [newcomer('A', 0.9, { needsPlace: false })], 0, ['A']],
    ['takes no place over when more are held than allowed', [newcomer('A', 0.9, { needsPlace: false })], -1, []],
    [
      'does not spend a place on one that takes one over',
      [newcomer('A', 0.99, { needsPlace: false }), newcomer('B', 0.9), newcomer('C', 0.8)],
      1,
      ['A', 'B'],
    ],
  ])('%s', (_name, candidates, free, expected) => {
    expect(keys(selectIdeas(candidates, free, always))).toEqual(expected);
  });

  it('leaves the place of one that is not worth it to the next', () => {
    const candidates = [newcomer('A', 0.9), newcomer('B', 0.8), newcomer('C', 0.7)];
    expect(keys(selectIdeas(candidates, 1, ({ key }) => key !== 'A'))).toEqual(['B']);
  });

  it('asks nobody when there is no place', () => {
    const asked: string[] = [];
    selectIdeas([newcomer('A', 0.9)], 0, ({ key }) => asked.push(key) > 0);
    expect(asked).toEqual([]);
  });

  const anyCandidate = record({
    key: constantFrom('A', 'B', 'C', 'D', 'E'),
    conviction: constantFrom(0.8, 0.9, 1),
    isWaiting: boolean(),
    needsPlace: boolean(),
  });
  const anyCandidates = uniqueArray(anyCandidate, { selector: ({ key }) => key });

  it('never gives out more places than there are', () => {
    assert(
      property(anyCandidates, integer({ min: -2, max: 5 }), array(boolean()), (candidates, free, worth) => {
        const selected = selectIdeas(candidates, free, ({ key }) => worth['ABCDE'.indexOf(key)] ?? true);
        expect(selected.filter(({ needsPlace }) => needsPlace).length).toBeLessThanOrEqual(Math.max(0, free));
      }),
    );
  });

  it('does not depend on the order in which ideas were heard of, and leaves their list as it was', () => {
    const withShuffled = anyCandidates.chain((candidates) =>
      shuffledSubarray(candidates, { minLength: candidates.length }).map((shuffled) => ({ candidates, shuffled })),
    );
    assert(
      property(withShuffled, integer({ min: 0, max: 5 }), ({ candidates, shuffled }, free) => {
        const before = [...shuffled];
        expect(selectIdeas(shuffled, free, always)).toEqual(selectIdeas(candidates, free, always));
        expect(shuffled).toEqual(before);
      }),
    );
  });
});
