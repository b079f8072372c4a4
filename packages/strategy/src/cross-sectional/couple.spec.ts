import { assert, double, property } from 'fast-check';
import { A, B } from '../../fixtures/idea-script';
import { coupleIdea, type Ranked } from './couple';

const best: Ranked = { marketId: A, composite: 0.6, rank: 1, exposure: 1 };
const worst: Ranked = { marketId: B, composite: -0.2, rank: 9, exposure: 1 };

describe('coupleIdea', () => {
  it('is long the better, short the worse, as sure as they are apart', () => {
    expect(coupleIdea(0, best, worst, 9)).toEqual({
      key: 'couple 1',
      conviction: 0.4,
      legs: [
        { marketId: A, weight: 1 },
        { marketId: B, weight: -1 },
      ],
      reasons: [
        { name: 'long-rank', value: 1, bound: 9 },
        { name: 'long-composite', value: 0.6 },
        { name: 'short-rank', value: 9, bound: 9 },
        { name: 'short-composite', value: -0.2 },
      ],
    });
  });

  it('is nothing when the long one is the worse by now: it is never turned round', () => {
    expect(coupleIdea(2, worst, best, 9)).toMatchObject({ key: 'couple 3', conviction: 0 });
  });

  it('balances what its legs count for, whatever that is', () => {
    const exposure = double({ min: 0.01, max: 10, noNaN: true });
    assert(
      property(exposure, exposure, (a, b) => {
        const { legs } = coupleIdea(0, { ...best, exposure: a }, { ...worst, exposure: b }, 9);
        expect(legs[0].weight * a + legs[1]!.weight * b).toBeCloseTo(0, 9);
        expect(legs[0].weight - legs[1]!.weight).toBeCloseTo(2, 12);
      }),
    );
  });
});
