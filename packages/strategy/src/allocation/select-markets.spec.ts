import { marketId } from '@perpstream/core';
import { assert, boolean, constantFrom, double, integer, property, record, uniqueArray } from 'fast-check';
import { selectMarkets, type PlaceCandidate } from './select-markets';

const newcomer = (ticker: string, confidence: number): PlaceCandidate => ({
  marketId: marketId(ticker),
  confidence,
  isWaiting: false,
});
const waiting = (ticker: string, confidence: number): PlaceCandidate => ({
  ...newcomer(ticker, confidence),
  isWaiting: true,
});
const held = (...tickers: string[]) => new Set(tickers.map(marketId));

describe('selectMarkets', () => {
  it.each<[string, PlaceCandidate[], string[], number, string[]]>([
    ['gives nothing to nobody', [], [], 3, []],
    ['gives places to the best', [newcomer('A', 0.8), newcomer('B', 0.9), newcomer('C', 0.85)], [], 2, ['B', 'C']],
    ['leaves held markets their place', [newcomer('A', 0.99), newcomer('B', 0.98)], ['X', 'Y'], 3, ['A']],
    ['gives no place when all are held', [newcomer('A', 1)], ['X', 'Y', 'Z'], 3, []],
    ['gives no place when more are held than allowed', [newcomer('A', 1)], ['X', 'Y'], 1, []],
    ['serves those who wait before better newcomers', [newcomer('A', 0.99), waiting('B', 0.8)], [], 1, ['B']],
    ['serves those who wait best first', [waiting('A', 0.8), waiting('B', 0.9)], ['X'], 2, ['B']],
    ['needs no free place for a candidate that has one', [newcomer('A', 0.9), newcomer('B', 0.99)], ['A'], 1, ['A']],
    [
      'does not spend a place twice',
      [newcomer('A', 0.99), newcomer('B', 0.9), newcomer('C', 0.8)],
      ['A'],
      2,
      ['A', 'B'],
    ],
  ])('%s', (_name, candidates, heldTickers, maxPositions, expected) => {
    const selected = selectMarkets(candidates, held(...heldTickers), maxPositions);
    expect(selected.map(({ marketId }) => marketId)).toEqual(expected);
  });

  it('never lets the held and the selected together exceed the cap', () => {
    const tickers = ['A', 'B', 'C', 'D', 'E', 'F'].map(marketId);
    const anyCandidate = record({
      marketId: constantFrom(...tickers),
      confidence: double({ min: 0.8, max: 1, noNaN: true }),
      isWaiting: boolean(),
    });
    const candidates = uniqueArray(anyCandidate, { selector: ({ marketId }) => marketId });
    const heldMarkets = uniqueArray(constantFrom(...tickers), { maxLength: 4 });
    assert(
      property(candidates, heldMarkets, integer({ min: 1, max: 5 }), (wanted, taken, maxPositions) => {
        const places = new Set([
          ...taken,
          ...selectMarkets(wanted, new Set(taken), maxPositions).map(({ marketId }) => marketId),
        ]);
        expect(places.size).toBeLessThanOrEqual(Math.max(maxPositions, taken.length));
      }),
    );
  });
});
