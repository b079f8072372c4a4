import {
  magnitude,
  marketId,
  toSubticks,
  usdToQuote,
  type ChainAccount,
  type ChainPosition,
  type MarketId,
  type MarketRules,
  type Quantums,
  type QuoteQuantums,
} from '@perpstream/core';
import { BTC, ETH, marketRules } from '@perpstream/testing';
import * as fc from 'fast-check';
import { chainMargin } from './chain-margin';

const SOL = marketId('SOL-USD');

/** 10^-10 coins a quantum, step 0.0001, tick 1 USD, margin 5 % and 3 %. */
const btc = marketRules();
const eth = marketRules({ marketId: ETH, clobPairId: 1, initialMarginFraction: 0.1, maintenanceMarginFraction: 0.05 });

function held(sizeBase: number, oraclePriceUsd: number, rules: MarketRules = btc, openInterestBase = 0): ChainPosition {
  return { rules, quantums: BigInt(Math.round(sizeBase * 1e10)) as Quantums, oraclePriceUsd, openInterestBase };
}

function account(usd: number, ...positions: readonly ChainPosition[]): ChainAccount {
  return {
    quoteQuantums: usdToQuote(usd),
    positions: new Map(positions.map((position): [MarketId, ChainPosition] => [position.rules.marketId, position])),
  };
}

describe('requirements', () => {
  const chain = chainMargin();

  it.each<[string, ChainAccount, bigint, bigint, bigint]>([
    ['an empty account', account(0), 0n, 0n, 0n],
    ['cash alone', account(12.5), 12_500_000n, 0n, 0n],
    ['a long', account(-900, held(1, 1_000)), 100_000_000n, 50_000_000n, 30_000_000n],
    ['a short', account(1_100, held(-1, 1_000)), 100_000_000n, 50_000_000n, 30_000_000n],
    ['two markets', account(-900, held(1, 1_000), held(-1, 100, eth)), 0n, 60_000_000n, 35_000_000n],
    ['a closed position', account(5, held(0, 1_000)), 5_000_000n, 0n, 0n],
    ['an oracle price of many digits', account(0, held(1, 60_123.123_456_7)), 60_123_123_456n, 3_006_156_173n, 1_803_693_704n], // prettier-ignore
    ['an oracle price in exponents', account(0, held(1e-4, 1e-7)), 0n, 0n, 0n],
    ['a large one in exponents', account(0, held(1, 1e21)), 10n ** 27n, 5n * 10n ** 25n, 3n * 10n ** 25n],
  ])('of %s', (_name, given, netCollateral, initial, maintenance) => {
    expect(chain.requirements(given)).toEqual({ netCollateral, initial, maintenance });
  });

  it('rounds up the margin of a quote quantum twice', () => {
    // 0.000021 USD: 5 % of 21 is 2, 60 % of 2 is 2.
    expect(chain.requirements(account(0, held(1e-4, 0.21)))).toEqual({ netCollateral: 21n, initial: 2n, maintenance: 2n }); // prettier-ignore
  });

  it('scales the initial margin by open interest, at its decimal digits', () => {
    const rules = marketRules({ openInterestLowerCapUsd: 50_000, openInterestUpperCapUsd: 150_000 });
    const initial = (openInterestBase: number): bigint =>
      chain.requirements(account(0, held(1, 100, rules, openInterestBase))).initial;
    expect([0, 500, 1_000, 1_500, 1_000.123].map(initial)).toEqual([
      5_000_000n,
      5_000_000n,
      52_500_000n,
      100_000_000n,
      52_511_600n,
    ]);
  });

  it('takes what the owner set for a market, for the initial margin alone', () => {
    const custom = chainMargin({ customInitialMarginFractions: new Map([[ETH, 0.25]]) });
    const given = account(0, held(1, 1_000), held(1, 100, eth));
    expect(custom.requirements(given)).toEqual({ netCollateral: 1_100_000_000n, initial: 75_000_000n, maintenance: 35_000_000n }); // prettier-ignore
  });

  it.each<[string, ChainPosition]>([
    ['an oracle price that is no number', held(1, NaN)],
    ['no oracle price', held(1, 0)],
    ['a negative oracle price', held(1, -5)],
    ['an infinite oracle price', held(1, Infinity)],
    ['open interest that is no number', held(1, 100, btc, NaN)],
    ['negative open interest', held(1, 100, btc, -1)],
    ['margin fractions that are none', held(1, 100, marketRules({ initialMarginFraction: NaN }))],
  ])('throws for %s in every method', (_name, position) => {
    const given = account(-1_000_000, position);
    expect(() => chain.requirements(given)).toThrow(RangeError);
    expect(() => chain.liquidation(given)).toThrow(RangeError);
    expect(() => chain.allows(given, given)).toThrow(RangeError);
    expect(() => chain.liquidationFee(given, BTC, -1n as Quantums, 1n as QuoteQuantums)).toThrow(RangeError);
  });

  it('names the market and the numbers that it refuses', () => {
    expect(() => chain.requirements(account(0, held(1, 0, eth, 7)))).toThrow(
      'ETH-USD needs an oracle price > 0 and an open interest >= 0, were 0, 7',
    );
  });
});

describe('allows', () => {
  const chain = chainMargin();
  const isolated = marketRules({ marketId: SOL, clobPairId: 5, marginMode: 'isolated' });

  it.each<[string, ChainAccount, ChainAccount, boolean]>([
    ['a buy with margin', account(50), account(-950, held(1, 1_000)), true],
    ['a buy a quantum short of it', account(49.999999), account(-950.000001, held(1, 1_000)), false],
    ['a sale that betters an account in need', account(-960, held(1, 1_000)), account(-460, held(0.5, 1_000)), true],
    ['a sale at a price that worsens it', account(-960, held(1, 1_000)), account(-480.000001, held(0.5, 1_000)), false],
    ['a sale at a price that leaves it as it is', account(-960, held(1, 1_000)), account(-480, held(0.5, 1_000)), true],
    ['a sale of all that leaves nothing owed', account(-960, held(1, 1_000)), account(0), true],
    ['a sale of all that leaves a debt', account(-960, held(1, 1_000)), account(-0.000001), false],
    ['a withdrawal of what is free', account(-900, held(1, 1_000)), account(-950, held(1, 1_000)), true],
    ['a withdrawal of more', account(-900, held(1, 1_000)), account(-950.000001, held(1, 1_000)), false],
    ['an isolated position alone', account(100), account(0, held(1, 100, isolated)), true],
    ['one beside a cross position', account(900, held(1, 100)), account(800, held(1, 100), held(1, 100, isolated)), false], // prettier-ignore
  ])('%s', (_name, before, after, expected) => {
    expect(chain.allows(before, after)).toBe(expected);
  });

  it('holds a fraction that the owner set', () => {
    const strict = chainMargin({ customInitialMarginFractions: new Map([[BTC, 0.5]]) });
    const [before, after] = [account(499), account(-501, held(1, 1_000))];
    expect([chain.allows(before, after), strict.allows(before, after)]).toEqual([true, false]);
  });
});

describe('liquidation', () => {
  const chain = chainMargin();

  it.each<[string, ChainAccount]>([
    ['that is empty', account(0)],
    ['that owes and holds nothing', account(-5)],
    ['whose collateral is its maintenance margin', account(-970, held(1, 1_000))],
    ['whose other position pays', account(-1_065, held(1, 1_000), held(1, 100, eth))],
  ])('leaves alone an account %s', (_name, given) => {
    expect(chain.liquidation(given)).toBeUndefined();
  });

  it('takes a tenth of a long, at a price that worsens with need, rounded up to a tick', () => {
    // 20 of 30 left for 30,000 of position: a third of the way to 1.5 x 3 % below the mark of 1,000.
    const step = chain.liquidation(account(-29_400, held(30, 1_000)));
    expect(step).toEqual({
      marketId: BTC,
      deltaQuantums: -3n * 10n ** 10n,
      // 600 of 900 left: 1/3 x 4.5 % of 1,000 is 15.
      fillableSubticks: 985n * 100_000n,
      // 3,000 at the mark less a tenth of the collateral.
      bankruptcyQuoteQuantums: 2_940_000_000n,
    });
  });

  it('takes of a short at a price rounded down to a tick', () => {
    const step = chain.liquidation(account(30_610, held(-30, 1_000)));
    // 610 of 900 left: 29/90 x 45 is 14.5 above the mark, 1,014 on a tick.
    expect(step).toMatchObject({ deltaQuantums: 3n * 10n ** 10n, fillableSubticks: 1_014n * 100_000n });
    expect(step?.bankruptcyQuoteQuantums).toBe(-3_061_000_000n);
  });

  it('starts with the position of the smallest order book id, or where it is told to', () => {
    const sol = marketRules({ marketId: SOL, clobPairId: 7 });
    const given = account(-1_300, held(1, 100, sol), held(1, 1_000), held(0, 5, marketRules({ marketId: marketId('A-USD') })), held(1, 200, eth)); // prettier-ignore
    const markets = [0, 1, 2, 3, 7].map((start) => {
      const counts: number[] = [];
      const step = chainMargin({ firstPosition: (count) => (counts.push(count), start) }).liquidation(given);
      expect(counts).toEqual([3]);
      return step?.marketId;
    });
    expect(chain.liquidation(given)?.marketId).toBe(BTC);
    expect(markets).toEqual([BTC, ETH, SOL, BTC, ETH]);
  });

  it.each([-1, NaN, 0.5])('refuses to start at %s', (start) => {
    const strange = chainMargin({ firstPosition: () => start });
    expect(() => strange.liquidation(account(-1_000, held(1, 1_000)))).toThrow(
      `firstPosition must give a whole number >= 0, was ${start}`,
    );
  });

  it('goes by the configuration that is given', () => {
    const given = account(-29_400, held(30, 1_000));
    const own = chainMargin({ liquidation: { maxPositionPortionLiquidatedPpm: 500_000, bankruptcyAdjustmentPpm: 0 } });
    expect(own.liquidation(given)).toMatchObject({ deltaQuantums: -15n * 10n ** 10n, fillableSubticks: 1_000n * 100_000n }); // prettier-ignore
  });

  it('makes an account better with every step at the fillable price, until it is safe or empty', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 899 }), fc.constantFrom(1, -1), (collateral, sign) => {
        let given = account(collateral - sign * 30_000, held(sign * 30, 1_000));
        for (let blocks = 0; blocks < 100; blocks += 1) {
          const step = chain.liquidation(given);
          if (step === undefined) return;
          const { quantums } = given.positions.get(BTC)!;
          const [size, delta] = [BigInt(quantums), BigInt(step.deltaQuantums)];
          const value = (-delta * step.fillableSubticks) / 10n ** 9n;
          const fee = chain.liquidationFee(given, BTC, step.deltaQuantums, magnitude(value) as QuoteQuantums);
          expect(magnitude(delta) <= magnitude(size)).toBe(true);
          const next = {
            quoteQuantums: (given.quoteQuantums + value - fee) as QuoteQuantums,
            positions: new Map([[BTC, { ...held(1, 1_000), quantums: (quantums + step.deltaQuantums) as Quantums }]]),
          };
          const [before, after] = [chain.requirements(given), chain.requirements(next)];
          expect(after.netCollateral >= 0n && after.maintenance < before.maintenance).toBe(true);
          given = next;
        }
        throw new Error('the account is neither safe nor empty after 100 blocks');
      }),
      { numRuns: 50 },
    );
  });
});

describe('liquidationFee', () => {
  const chain = chainMargin();
  const given = account(-29_400, held(30, 1_000));
  const sold = (-3n * 10n ** 10n) as Quantums;

  it.each<[string, bigint, bigint]>([
    ['1.5 % of the fill when more is left', 2_997_000_000n, 44_955_000n],
    ['all that is left above the price of bankruptcy', 2_950_000_000n, 10_000_000n],
    ['nothing at it', 2_940_000_000n, 0n],
    ['what is missing below it, from the fund', 2_930_000_000n, -10_000_000n],
    ['a fraction of a quantum less', 2_997_000_001n, 44_955_000n],
  ])('is %s', (_name, value, fee) => {
    expect(chain.liquidationFee(given, BTC, sold, value as QuoteQuantums)).toBe(fee);
  });

  it('goes by the configuration that is given', () => {
    const own = chainMargin({ liquidation: { maxLiquidationFeePpm: 1_000 } });
    expect(own.liquidationFee(given, BTC, sold, 2_997_000_000n as QuoteQuantums)).toBe(2_997_000n);
  });

  it('throws for a market without a position', () => {
    const missing = (): unknown => chain.liquidationFee(given, ETH, sold, 1n as QuoteQuantums);
    expect(missing).toThrow(RangeError);
    expect(missing).toThrow('ETH-USD has no open position in this account');
  });

  it('throws for a fill that does not close', () => {
    expect(() => chain.liquidationFee(given, BTC, 1n as Quantums, 1n as QuoteQuantums)).toThrow(RangeError);
  });
});

describe('chainMargin', () => {
  it.each([
    ['liquidation', { liquidation: { maxLiquidationFeePpm: -1 } }, 'maxLiquidationFeePpm'],
    ['a fraction above 1', { customInitialMarginFractions: new Map([[BTC, 1.1]]) }, 'customInitialMarginFractions of BTC-USD must be in [0, 1], was 1.1'], // prettier-ignore
    ['a negative fraction', { customInitialMarginFractions: new Map([[BTC, -0.1]]) }, 'in [0, 1], was -0.1'],
    ['a fraction that is no number', { customInitialMarginFractions: new Map([[BTC, NaN]]) }, 'in [0, 1], was NaN'],
  ])('refuses %s out of range when it is called', (_name, options, message) => {
    expect(() => chainMargin(options)).toThrow(RangeError);
    expect(() => chainMargin(options)).toThrow(message);
  });

  it('takes fractions at their bounds', () => {
    expect(() => chainMargin({ customInitialMarginFractions: new Map([[BTC, 0], [ETH, 1]]) })).not.toThrow(); // prettier-ignore
  });

  it('gives a worst price that is on the grid of orders', () => {
    const step = chainMargin().liquidation(account(-29_413.37, held(30, 1_000.123_4)));
    expect(toSubticks(Number(step!.fillableSubticks) / 100_000, btc, 'exact')).toMatchObject({ ok: true });
  });
});
