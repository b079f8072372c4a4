import type { UncrossPolicyName } from '@perpstream/core';
import type { RawSide } from './uncross-policy';
import { uncrossPolicies } from './uncross-policies';

/** `102 x 5 @3` is a level of size 5 at 102 that was stated third. */
function rawSide(text: string): RawSide {
  const levels = text === '' ? [] : text.split(', ').map((level) => level.split(/ x | @/).map(Number));
  const column = (index: number) => (depth: number) => levels[depth]?.[index] ?? NaN;
  return { count: levels.length, priceAt: column(0), sizeAt: column(1), ageAt: column(2) };
}

function shown(side: RawSide, hidden: number, firstBase: number | undefined): string {
  return Array.from({ length: side.count - hidden }, (_, index) => {
    const depth = hidden + index;
    const sizeBase = index === 0 && firstBase !== undefined ? firstBase : side.sizeAt(depth);
    return `${side.priceAt(depth)} x ${sizeBase}`;
  }).join(', ');
}

/** What a policy shows of a book: bids, then asks, best first. */
function uncrossed(name: UncrossPolicyName, bids: string, asks: string): string {
  const [bidSide, askSide] = [rawSide(bids), rawSide(asks)];
  const { hiddenBids, hiddenAsks, firstBidBase, firstAskBase } = uncrossPolicies[name](bidSide, askSide);
  return `${shown(bidSide, hiddenBids, firstBidBase)} | ${shown(askSide, hiddenAsks, firstAskBase)}`;
}

type Golden = readonly [name: string, bids: string, asks: string, Readonly<Record<UncrossPolicyName, string>>];

/** Each result follows from the rule as its source states it; the sources are named at the policies. */
const goldenBooks: readonly Golden[] = [
  [
    'a new small bid over an old large ask',
    '102 x 1 @9, 99 x 4 @1',
    '101 x 5 @2, 103 x 2 @3',
    {
      age: '102 x 1, 99 x 4 | 103 x 2',
      size: '99 x 4 | 101 x 5, 103 x 2',
      documentation: '102 x 1, 99 x 4 | 103 x 2',
      subtract: '99 x 4 | 101 x 4, 103 x 2',
      none: ' | ',
    },
  ],
  [
    'a new large ask under old bids',
    '102 x 1 @1, 101 x 2 @2, 99 x 4 @3',
    '101 x 5 @9, 103 x 2 @4',
    {
      age: '99 x 4 | 101 x 5, 103 x 2',
      size: '99 x 4 | 101 x 5, 103 x 2',
      documentation: '99 x 4 | 101 x 5, 103 x 2',
      subtract: '99 x 4 | 101 x 2, 103 x 2',
      none: ' | ',
    },
  ],
  [
    'two levels of one age, the bid larger',
    '102 x 5 @1, 99 x 4 @1',
    '101 x 2 @1, 103 x 2 @1',
    {
      age: '102 x 5, 99 x 4 | 103 x 2',
      size: '102 x 5, 99 x 4 | 103 x 2',
      documentation: '102 x 3, 99 x 4 | 103 x 2',
      subtract: '102 x 3, 99 x 4 | 103 x 2',
      none: ' | ',
    },
  ],
  [
    'two levels of one age, the ask larger',
    '102 x 2 @1, 99 x 4 @1',
    '101 x 5 @1, 103 x 2 @1',
    {
      age: '99 x 4 | 101 x 5, 103 x 2',
      size: '99 x 4 | 101 x 5, 103 x 2',
      documentation: '99 x 4 | 101 x 3, 103 x 2',
      subtract: '99 x 4 | 101 x 3, 103 x 2',
      none: ' | ',
    },
  ],
  [
    'two levels of one age and one size, locked',
    '101 x 2 @1, 99 x 4 @1',
    '101 x 2 @1, 103 x 2 @1',
    {
      age: '99 x 4 | 101 x 2, 103 x 2',
      size: '99 x 4 | 101 x 2, 103 x 2',
      documentation: '99 x 4 | 103 x 2',
      subtract: '99 x 4 | 103 x 2',
      none: ' | ',
    },
  ],
  [
    'a bid that is reduced on a tie and then too old',
    '102 x 5 @3, 99 x 4 @1',
    '101 x 2 @3, 101.5 x 1 @9, 103 x 2 @1',
    {
      age: '99 x 4 | 101.5 x 1, 103 x 2',
      size: '102 x 5, 99 x 4 | 103 x 2',
      documentation: '99 x 4 | 101.5 x 1, 103 x 2',
      subtract: '102 x 2, 99 x 4 | 103 x 2',
      none: ' | ',
    },
  ],
  [
    'a bid that is reduced on a tie and then wins',
    '102 x 5 @3, 99 x 4 @1',
    '101 x 2 @3, 101.5 x 9 @2, 103 x 2 @1',
    {
      age: '102 x 5, 99 x 4 | 103 x 2',
      size: '99 x 4 | 101.5 x 9, 103 x 2',
      documentation: '102 x 3, 99 x 4 | 103 x 2',
      subtract: '99 x 4 | 101.5 x 6, 103 x 2',
      none: ' | ',
    },
  ],
  [
    'a bid over the whole other side',
    '110 x 3 @9, 99 x 4 @1',
    '101 x 1 @1, 103 x 1 @1',
    {
      age: '110 x 3, 99 x 4 | ',
      size: '110 x 3, 99 x 4 | ',
      documentation: '110 x 3, 99 x 4 | ',
      subtract: '110 x 1, 99 x 4 | ',
      none: ' | ',
    },
  ],
];

const names = Object.keys(uncrossPolicies) as UncrossPolicyName[];

describe.each(names)('R18: the uncross policy %s', (policy) => {
  it.each(goldenBooks.map(([name, bids, asks, expected]) => ({ name, bids, asks, expected: expected[policy] })))(
    'shows $name as documented: $expected',
    ({ bids, asks, expected }) => {
      expect(uncrossed(policy, bids, asks)).toBe(expected);
    },
  );

  it('leaves the raw sides as they are', () => {
    const [bids, asks] = [Object.freeze(rawSide('102 x 1 @9')), Object.freeze(rawSide('101 x 5 @2'))];
    expect(uncrossPolicies[policy](bids, asks)).toEqual(uncrossPolicies[policy](bids, asks));
    expect([bids.sizeAt(0), asks.sizeAt(0)]).toEqual([1, 5]);
  });
});
