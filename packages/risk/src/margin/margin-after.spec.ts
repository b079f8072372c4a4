import { marketRules } from '@perpstream/testing';
import * as fc from 'fast-check';
import type { HeldPosition, MarginAccount } from './margin-account';
import { marginAfter, type WhatIfOrder } from './margin-after';
import { marginOf } from './margin-of';

function held(sizeBase: number, marketId = 'BTC-USD', oraclePriceUsd = 100): HeldPosition {
  return { marketId, sizeBase, oraclePriceUsd, initialMarginFraction: 0.1, maintenanceMarginFraction: 0.05 };
}

function order(side: 'buy' | 'sell', sizeBase: number, priceUsd = 100, more: Partial<WhatIfOrder> = {}): WhatIfOrder {
  return { marketId: 'BTC-USD', side, sizeBase, priceUsd, ...more };
}

/** An account of 1,000 USD of equity. */
function account(...positions: readonly HeldPosition[]): MarginAccount {
  const value = positions.reduce((sum, { sizeBase, oraclePriceUsd }) => sum + sizeBase * oraclePriceUsd, 0);
  return { quoteBalanceUsd: 1_000 - value, positions };
}

describe('margin after one order', () => {
  it.each<[string, number, WhatIfOrder, number, number]>([
    ['a buy at the mark takes its margin', 0, order('buy', 2), 1_000, 20],
    ['a sell does, too', 0, order('sell', 2), 1_000, 20],
    ['a buy above the mark loses the difference', 0, order('buy', 2, 103), 994, 20],
    ['a sell below the mark loses it', 0, order('sell', 2, 97), 994, 20],
    ['a buy below the mark gains it', 0, order('buy', 2, 97), 1_006, 20],
    ['a sell above the mark gains it', 0, order('sell', 2, 103), 1_006, 20],
    ['the fee of a buy is paid', 0, order('buy', 2, 100, { feeRate: 0.0005 }), 999.9, 20],
    ['the fee of a sell is paid', 0, order('sell', 2, 100, { feeRate: 0.0005 }), 999.9, 20],
    ['a rebate is received', 0, order('sell', 2, 100, { feeRate: -0.0001 }), 1_000.02, 20],
    ['a buy adds to a long', 4, order('buy', 2), 1_000, 60],
    ['a sell of half a long sets margin free', 4, order('sell', 2), 1_000, 20],
    ['a sell of more than a long turns it round', 4, order('sell', 10), 1_000, 60],
    ['a buy of more than a short turns it round', -4, order('buy', 5), 1_000, 10],
  ])('%s', (_name, sizeBase, given, equityUsd, initialMarginUsd) => {
    const { before, after } = marginAfter(account(held(sizeBase)), [given]);
    expect(before).toEqual(marginOf(account(held(sizeBase))));
    expect(after.equityUsd).toBeCloseTo(equityUsd, 9);
    expect(after.initialMarginUsd).toBeCloseTo(initialMarginUsd, 9);
    expect(after.freeCollateralUsd).toBeCloseTo(equityUsd - initialMarginUsd, 9);
  });

  it('is that of the account as it would stand then', () => {
    const { after } = marginAfter(account(held(4)), [order('buy', 1, 102)]);
    expect(after).toEqual(marginOf({ quoteBalanceUsd: 498, positions: [held(5)] }));
  });

  it.each([
    ['that adds', order('buy', 1), 1],
    ['that reduces', order('sell', 1), 0],
    ['that reduces at a price worse than its margin', order('sell', 1, 89.9), 1],
    ['that reduces at a price as bad as its margin', order('sell', 1, 90), 0],
    ['that turns the position round far enough', order('sell', 8.01), 1],
    ['that all but mirrors the position', order('sell', 7.99), 0],
  ])('counts an order %s: in the worst case %s', (_name, given, count) => {
    const { worst, after, before, worstFills } = marginAfter(account(held(4)), [given]);
    expect(worstFills).toHaveLength(count);
    expect(worst).toEqual(count === 1 ? after : before);
  });

  it('settles funding that is due first', () => {
    const position = { ...held(4), unsettledFundingUsd: -5 };
    expect(marginAfter(account(position), [order('buy', 1)]).after.equityUsd).toBe(995);
  });
});

describe('margin after several orders', () => {
  it('takes all of one side of a quote, not both', () => {
    const quotes = [order('buy', 1, 99), order('sell', 2, 101), order('buy', 3, 98)];
    const { worst, worstFills, after } = marginAfter(account(held(0)), quotes);
    // Four bought: 1 + 6 gained, 40 needed. Two sold: 2 gained, 20 needed.
    expect(worstFills).toEqual([quotes[0], quotes[2]]);
    expect([worst.equityUsd, worst.initialMarginUsd]).toEqual([1_007, 40]);
    expect([after.equityUsd, after.initialMarginUsd]).toEqual([1_009, 20]);
  });

  it('takes the worst side of every market by itself', () => {
    const positions = [held(2), held(-3, 'ETH-USD', 10), held(0, 'SOL-USD', 1)];
    const orders = [
      order('sell', 1),
      order('buy', 1, 10, { marketId: 'ETH-USD' }),
      order('sell', 1, 10, { marketId: 'ETH-USD' }),
      order('buy', 5, 1, { marketId: 'SOL-USD' }),
    ];
    const { worst, worstFills } = marginAfter(account(...positions), orders);
    expect(worstFills).toEqual([orders[2], orders[3]]);
    expect(worst.positions.map(({ sizeBase }) => sizeBase)).toEqual([2, -4, 5]);
    expect(worst.freeCollateralUsd).toBeCloseTo(1_000 - 20 - 4 - 0.5, 9);
  });

  it('changes nothing without orders', () => {
    const { before, after, worst, worstFills } = marginAfter(account(held(2)), []);
    expect([after, worst, worstFills]).toEqual([before, before, []]);
  });

  it('refuses an order in a market that the account does not name', () => {
    const missing = (): unknown => marginAfter(account(held(2)), [order('buy', 1, 1, { marketId: 'SOL-USD' })]);
    expect(missing).toThrow(RangeError);
    expect(missing).toThrow('positions must hold SOL-USD, with sizeBase 0 when nothing is held there');
  });

  it.each([
    ['price', order('sell', 1, NaN)],
    ['size', order('sell', NaN)],
    ['fee', order('sell', 1, 100, { feeRate: NaN })],
  ])('is no number when the %s of an order is none', (_name, wrong) => {
    expect(marginAfter(account(held(2)), [wrong]).worst.freeCollateralUsd).toBeNaN();
  });

  const size = fc.integer({ min: 1, max: 40 }).map((tenths) => tenths / 4);
  const orders = fc.array(
    fc.record({
      marketId: fc.constantFrom('BTC-USD', 'ETH-USD', 'SOL-USD'),
      side: fc.constantFrom('buy' as const, 'sell' as const),
      sizeBase: size,
      priceUsd: fc.integer({ min: 60, max: 140 }),
      feeRate: fc.constantFrom(0, 0.0005, -0.0001),
    }),
    { maxLength: 6 },
  );
  const positions = fc
    .tuple(fc.integer({ min: -12, max: 12 }), fc.integer({ min: -12, max: 12 }), fc.constantFrom(0, 5))
    .map((sizes) => ['BTC-USD', 'ETH-USD', 'SOL-USD'].map((marketId, index) => held(sizes[index]!, marketId)));

  function subsets<T>(all: readonly T[]): T[][] {
    return Array.from({ length: 2 ** all.length }, (_, mask) => all.filter((_each, index) => (mask >> index) & 1));
  }

  it('is truly the worst of all subsets of fills', () => {
    fc.assert(
      fc.property(positions, orders, (holdings, given) => {
        const free = subsets(given).map((fills) => marginAfter(account(...holdings), fills).after.freeCollateralUsd);
        const { worst, worstFills } = marginAfter(account(...holdings), given);
        expect(worst.freeCollateralUsd).toBeCloseTo(Math.min(...free), 8);
        expect(marginAfter(account(...holdings), worstFills).after.freeCollateralUsd).toBeCloseTo(worst.freeCollateralUsd, 8); // prettier-ignore
      }),
      { numRuns: 100 },
    );
  });

  it('is no better than any mixture of partial fills', () => {
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(positions, orders, shares, (holdings, given, filled) => {
        const partial = given.map((each, index) => ({ ...each, sizeBase: each.sizeBase * filled[index]! }));
        const some = marginAfter(account(...holdings), partial).after.freeCollateralUsd;
        expect(marginAfter(account(...holdings), given).worst.freeCollateralUsd).toBeLessThanOrEqual(some + 1e-8);
      }),
      { numRuns: 200 },
    );
  });

  it('never gets better with one order more', () => {
    fc.assert(
      fc.property(positions, orders, (holdings, given) => {
        const all = marginAfter(account(...holdings), given).worst.freeCollateralUsd;
        const fewer = marginAfter(account(...holdings), given.slice(1)).worst.freeCollateralUsd;
        expect(all).toBeLessThanOrEqual(fewer + 1e-8);
      }),
    );
  });
});

describe('margin after an order in a market that scales with open interest', () => {
  const rules = marketRules({
    initialMarginFraction: 0.1,
    openInterestLowerCapUsd: 10_000,
    openInterestUpperCapUsd: 100_000,
  });
  const position = (sizeBase: number): HeldPosition => ({
    marketId: 'BTC-USD',
    sizeBase,
    oraclePriceUsd: 100,
    rules,
    openInterestBase: 190,
  });

  it.each([
    ['a buy adds to it', 0, [order('buy', 10)], 0.2],
    ['a sell adds to it', 0, [order('sell', 10)], 0.2],
    ['what reduces does not', 10, [order('sell', 10)], 0.19],
    ['what turns round adds what goes beyond', 5, [order('sell', 20)], 0.2],
    ['two sides count as the larger', 0, [order('sell', 10), order('buy', 4)], 0.2],
    ['a long alone counts as it is', 10, [], 0.19],
  ])('%s', (_name, sizeBase, orders, fraction) => {
    const { after, worst } = marginAfter(account(position(sizeBase)), orders);
    expect(after.positions[0]?.initialMarginFraction).toBeCloseTo(fraction, 12);
    expect(worst.positions[0]?.initialMarginFraction).toBeCloseTo(fraction, 12);
  });

  it('never states the worst case better than any subset of fills', () => {
    const sizes = fc.array(fc.tuple(fc.constantFrom('buy' as const, 'sell' as const), fc.integer({ min: 1, max: 200 })), { maxLength: 5 }); // prettier-ignore
    fc.assert(
      fc.property(sizes, fc.integer({ min: -50, max: 50 }), (given, sizeBase) => {
        const orders = given.map(([side, base]) => order(side, base));
        const { worst } = marginAfter(account(position(sizeBase)), orders);
        for (let mask = 0; mask < 2 ** orders.length; mask += 1) {
          const fills = orders.filter((_each, index) => (mask >> index) & 1);
          const { after } = marginAfter(account(position(sizeBase)), fills);
          expect(worst.freeCollateralUsd).toBeLessThanOrEqual(after.freeCollateralUsd + 1e-8);
        }
      }),
      { numRuns: 100 },
    );
  });
});
