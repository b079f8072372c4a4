import type { MarketId } from '@perpstream/core';
import { BTC, ETH } from '@perpstream/testing';
import { periodsOf, returnsOf, type AlignedReturns } from './aligned-returns';

describe('aligned returns', () => {
  it('have as many periods as each list', () => {
    const returns: AlignedReturns = new Map<MarketId, ArrayLike<number>>([
      [BTC, [1, 2]],
      [ETH, new Float64Array(2)],
    ]);
    expect(periodsOf(returns)).toBe(2);
    expect(periodsOf(new Map([[BTC, [0.5]]]))).toBe(1);
  });

  it.each([
    ['no market', new Map(), 'returns must have at least 1 period, were 0'],
    ['no period', new Map([[BTC, []]]), 'returns must have at least 1 period, were 0'],
    ['a shorter list', new Map([[BTC, [1, 2]], [ETH, [1]]]), `returns of ${ETH} must have 2 periods, were 1`], // prettier-ignore
  ])('are refused with %s', (_name, returns, message) => {
    expect(() => periodsOf(returns)).toThrow(new RangeError(message));
  });

  it('are refused when a market that is asked for has none', () => {
    expect(returnsOf(new Map([[BTC, [0.1]]]), BTC)).toEqual([0.1]);
    expect(() => returnsOf(new Map([[BTC, [0.1]]]), ETH)).toThrow(new RangeError(`returns of ${ETH} are missing`));
  });
});
