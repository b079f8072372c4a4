import type { HeldPosition } from '../margin/margin-account';
import { marginOf } from '../margin/margin-of';
import { marginOfParent } from './margin-of-parent';

function held(marketId: string, sizeBase: number, oraclePriceUsd: number): HeldPosition {
  return { marketId, sizeBase, oraclePriceUsd, initialMarginFraction: 0.1, maintenanceMarginFraction: 0.05 };
}

const cross = { subaccountNumber: 5, quoteBalanceUsd: 900, positions: [held('BTC-USD', 1, 100), held('ETH-USD', -2, 50)] }; // prettier-ignore
const isolated = { subaccountNumber: 133, quoteBalanceUsd: -160, positions: [held('LDO-USD', 100, 2)] };
const idle = { subaccountNumber: 261, quoteBalanceUsd: 3, positions: [] };

describe('marginOfParent', () => {
  it('treats every subaccount as a margin account of its own', () => {
    const { parentNumber, subaccounts } = marginOfParent([idle, isolated, cross]);
    expect(parentNumber).toBe(5);
    expect(subaccounts).toEqual([
      { subaccountNumber: 5, mode: 'cross', margin: marginOf(cross) },
      { subaccountNumber: 133, mode: 'isolated', margin: marginOf(isolated) },
      { subaccountNumber: 261, mode: 'isolated', margin: marginOf(idle) },
    ]);
    // The child is liquidated at its own price however much the parent holds.
    expect(subaccounts[1]?.margin.positions[0]?.liquidationPriceUsd).toBeCloseTo(160 / 95, 12);
  });

  it('adds up what can be shown', () => {
    expect(marginOfParent([cross, isolated, idle]).totals).toEqual({
      equityUsd: 943,
      freeCollateralUsd: 903,
      initialMarginUsd: 40,
      maintenanceMarginUsd: 20,
      grossNotionalUsd: 400,
    });
  });

  it('counts what a child owes against the totals', () => {
    const broke = { ...isolated, quoteBalanceUsd: -250 };
    expect(marginOfParent([cross, broke]).totals).toMatchObject({ equityUsd: 850, freeCollateralUsd: 810 });
  });

  it('is no number when that of one subaccount is none', () => {
    expect(marginOfParent([cross, { ...idle, quoteBalanceUsd: NaN }]).totals.equityUsd).toBeNaN();
  });

  it.each([
    ['no subaccount', [], 'subaccounts must be of one parent, were '],
    ['two parents', [cross, { ...isolated, subaccountNumber: 134 }], 'must be of one parent, were 5, 134'],
    ['a number twice', [cross, isolated, isolated], 'subaccounts must differ in their numbers, were 5, 133, 133'],
    ['a number that is none', [{ ...cross, subaccountNumber: -3 }], 'subaccountNumber must be a whole number'],
  ])('refuses %s', (_name, subaccounts, message) => {
    expect(() => marginOfParent(subaccounts)).toThrow(RangeError);
    expect(() => marginOfParent(subaccounts)).toThrow(message);
  });
});
