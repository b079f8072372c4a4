import { marketId } from '@perpstream/core';
import { assert, constant, constantFrom, property, record, shuffledSubarray, tuple, uniqueArray } from 'fast-check';
import { rank, type Candidate } from './rank';

const candidate = (ticker: string, confidence: number): Candidate => ({ marketId: marketId(ticker), confidence });
const names = (candidates: readonly Candidate[]) => candidates.map(({ marketId }) => marketId);

describe('rank', () => {
  it.each<[string, Candidate[], string[]]>([
    ['nothing', [], []],
    ['the best first', [candidate('A', 0.8), candidate('B', 0.95), candidate('C', 0.9)], ['B', 'C', 'A']],
    ['ties by name', [candidate('C', 0.9), candidate('A', 0.9), candidate('B', 0.9)], ['A', 'B', 'C']],
  ])('orders %s', (_name, candidates, expected) => {
    expect(names(rank(candidates))).toEqual(expected);
  });

  it('leaves the list it is given as it was', () => {
    const candidates = [candidate('A', 0.8), candidate('B', 0.9)];
    rank(candidates);
    expect(names(candidates)).toEqual(['A', 'B']);
  });

  it('does not depend on the order in which markets were heard of', () => {
    const anyCandidate = record({
      marketId: constantFrom(...['A', 'B', 'C', 'D', 'E'].map(marketId)),
      confidence: constantFrom(0.8, 0.9, 1),
    });
    const distinct = uniqueArray(anyCandidate, { selector: ({ marketId }) => marketId });
    const withShuffled = distinct.chain((candidates) =>
      tuple(constant(candidates), shuffledSubarray(candidates, { minLength: candidates.length })),
    );
    assert(property(withShuffled, ([candidates, shuffled]) => expect(rank(shuffled)).toEqual(rank(candidates))));
  });
});
