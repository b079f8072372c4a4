import { accountMargin, type MarginPosition } from '../margin/account-margin';
import { bankruptcyPrice } from './bankruptcy-price';

function held(sizeBase: number, oraclePriceUsd: number): MarginPosition {
  return { sizeBase, oraclePriceUsd, initialMarginFraction: 0.1, maintenanceMarginFraction: 0.05 };
}

describe('bankruptcyPrice', () => {
  it.each<[string, number, MarginPosition[], number | undefined]>([
    ['what a long on credit owes for each coin', -900, [held(1, 1_200)], 900],
    ['what a short has for each coin', 2_200, [held(-2, 800)], 1_100],
    ['above the mark for a long that owes more than it is worth', -1_300, [held(1, 1_200)], 1_300],
    ['0 for a long without debt', 0, [held(1, 1_200)], 0],
    ['0 for a short that owes', -10, [held(-1, 1_200)], 0],
    ['less what the others are worth', -900, [held(1, 1_200), held(2, 100)], 700],
    ['none for a long with cash', 1, [held(1, 1_200)], undefined],
    ['none without a position', -1, [held(0, 1_200)], undefined],
    ['not known when the mark is not', 1, [held(1, NaN)], NaN],
    ['not known when the balance is not', NaN, [held(1, 100)], NaN],
  ])('is %s', (_name, balanceUsd, positions, expected) => {
    expect(bankruptcyPrice(positions[0]!, accountMargin(balanceUsd, positions))).toBe(expected);
  });

  it('is beyond the liquidation price, where nothing is left', () => {
    const at = (priceUsd: number): number => accountMargin(-900, [held(1, priceUsd)]).equityUsd;
    expect(at(bankruptcyPrice(held(1, 1_200), { equityUsd: 300 })!)).toBe(0);
  });
});
