import fc from 'fast-check';
import { marketId } from '../units/market-id';
import type { Quantums, QuoteQuantums, Subticks } from '../units/quantums';
import {
  fillQuoteQuantums,
  quoteToUsd,
  stepSizeBase,
  tickSizeUsd,
  toPriceUsd,
  toQuantums,
  toSizeBase,
  toSubticks,
  usdToQuote,
  type OnGrid,
} from './grid';
import type { MarketRules } from './market-rules';

/**
 * BTC at mainnet genesis.
 *
 * @see https://github.com/dydxprotocol/v4-chain/blob/main/protocol/testing/genesis.sh
 */
const btc: MarketRules = {
  marketId: marketId('BTC-USD'),
  clobPairId: 0,
  atomicResolution: -10,
  quantumConversionExponent: -9,
  stepBaseQuantums: 1_000_000n,
  subticksPerTick: 100_000n,
  initialMarginFraction: 0.05,
  maintenanceMarginFraction: 0.03,
  openInterestLowerCapUsd: 0,
  openInterestUpperCapUsd: 0,
  marginMode: 'cross',
};

/** A market of cheap coins in large lots: step 1,000,000 coins, tick 0.0000000001 USD. */
const cheap: MarketRules = {
  ...btc,
  marketId: marketId('PEPE-USD'),
  atomicResolution: 1,
  stepBaseQuantums: 100_000n,
  quantumConversionExponent: -9,
  subticksPerTick: 1_000_000n,
};

const rulesArbitrary: fc.Arbitrary<MarketRules> = fc
  .record({
    atomicResolution: fc.integer({ min: -12, max: 2 }),
    quantumConversionExponent: fc.integer({ min: -12, max: 2 }),
    stepExponent: fc.integer({ min: 0, max: 9 }),
    tickExponent: fc.integer({ min: 0, max: 7 }),
  })
  .map(({ stepExponent, tickExponent, ...exponents }) => ({
    ...btc,
    ...exponents,
    stepBaseQuantums: 10n ** BigInt(stepExponent),
    subticksPerTick: 10n ** BigInt(tickExponent),
  }));

/** Decimal text with up to 12 whole and 14 fractional digits, > 0. */
const positiveText = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 14n - 1n }))
  .map(([whole, fraction]) => `${whole}.${fraction.toString().padStart(14, '0')}`);

function valueOf<T>(result: OnGrid<T>): T {
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}

describe('the grid of a market', () => {
  it('has the steps that the exchange states for BTC', () => {
    expect(stepSizeBase(btc)).toBe(0.0001);
    expect(tickSizeUsd(btc)).toBe(1);
  });

  it('may have steps of many coins', () => {
    expect(stepSizeBase(cheap)).toBe(1_000_000);
    expect(tickSizeUsd(cheap)).toBe(1e-10);
  });
});

describe('toQuantums', () => {
  it.each([
    { size: 1, rounding: 'exact', quantums: 10_000_000_000n },
    { size: '0.0001', rounding: 'exact', quantums: 1_000_000n },
    { size: 0.0123, rounding: 'exact', quantums: 123_000_000n },
    { size: 0.01239, rounding: 'down', quantums: 123_000_000n },
    { size: 0.01231, rounding: 'up', quantums: 124_000_000n },
    { size: 0.3, rounding: 'down', quantums: 3_000_000_000n },
    { size: '123456789.123456789', rounding: 'down', quantums: 1_234_567_891_234_000_000n },
    { size: 0.00001, rounding: 'up', quantums: 1_000_000n },
  ] as const)('turns $size BTC into $quantums ($rounding)', ({ size, rounding, quantums }) => {
    expect(toQuantums(size, btc, rounding)).toEqual({ ok: true, value: quantums });
  });

  it('refuses a size off the grid with its neighbours when it must be exact', () => {
    expect(toQuantums(0.01235, btc, 'exact')).toEqual({
      ok: false,
      reason: 'size 0.01235 is not a multiple of 0.0001',
      nearest: ['0.0123', '0.0124'],
    });
  });

  it.each([
    { size: 0.00009, rounding: 'down' },
    { size: 0, rounding: 'down' },
    { size: 0, rounding: 'exact' },
    { size: -1, rounding: 'down' },
    { size: -0.00005, rounding: 'exact' },
    { size: -0.01235, rounding: 'exact' },
    { size: -0.00005, rounding: 'up' },
  ] as const)('refuses $size ($rounding) instead of raising it to the minimum', ({ size, rounding }) => {
    expect(toQuantums(size, btc, rounding)).toEqual({
      ok: false,
      reason: `size ${size} is below the smallest allowed, 0.0001`,
      nearest: ['0', '0.0001'],
    });
  });

  it.each([NaN, Infinity, 'much'])('throws on %p, which is no size at all', (size) => {
    expect(() => toQuantums(size, btc, 'down')).toThrow(RangeError);
  });

  it('counts coins that come in lots', () => {
    expect(toQuantums(2_500_000, cheap, 'down')).toEqual({ ok: true, value: 200_000n });
    expect(toSizeBase(200_000n as Quantums, cheap)).toBe(2_000_000);
  });
});

describe('toSubticks', () => {
  it.each([
    { price: 50_000, rounding: 'exact', subticks: 5_000_000_000n },
    { price: '61800', rounding: 'exact', subticks: 6_180_000_000n },
    { price: 61_800.25, rounding: 'down', subticks: 6_180_000_000n },
    { price: 61_800.25, rounding: 'up', subticks: 6_180_100_000n },
  ] as const)('turns $price USD into $subticks ($rounding)', ({ price, rounding, subticks }) => {
    expect(toSubticks(price, btc, rounding)).toEqual({ ok: true, value: subticks });
  });

  it('refuses a price off the grid with its neighbours when it must be exact', () => {
    expect(toSubticks('61800.25', btc, 'exact')).toEqual({
      ok: false,
      reason: 'price 61800.25 is not a multiple of 1',
      nearest: ['61800', '61801'],
    });
  });

  it('refuses a price below the first tick', () => {
    expect(toSubticks(0.4, btc, 'down')).toEqual({
      ok: false,
      reason: 'price 0.4 is below the smallest allowed, 1',
      nearest: ['0', '1'],
    });
  });
});

describe('conversions in both directions', () => {
  it('give back every size and price on the grid, as number and as text', () => {
    fc.assert(
      fc.property(rulesArbitrary, fc.bigInt({ min: 1n, max: 10n ** 6n }), (rules, steps) => {
        const quantums = (steps * rules.stepBaseQuantums) as Quantums;
        const subticks = (steps * rules.subticksPerTick) as Subticks;
        const size = toSizeBase(quantums, rules);
        const price = toPriceUsd(subticks, rules);
        expect(toQuantums(size, rules, 'exact')).toEqual({ ok: true, value: quantums });
        expect(toSubticks(price, rules, 'exact')).toEqual({ ok: true, value: subticks });
        expect(toQuantums(String(size), rules, 'exact')).toEqual({ ok: true, value: quantums });
        expect(toSubticks(String(price), rules, 'exact')).toEqual({ ok: true, value: subticks });
      }),
    );
  });

  it('round down to at most, up to at least, and by less than one step', () => {
    fc.assert(
      fc.property(rulesArbitrary, positiveText, (rules, text) => {
        const up = toQuantums(text, rules, 'up');
        const above = valueOf(up);
        const down = toQuantums(text, rules, 'down');
        const below = down.ok ? down.value : 0n;
        const step = rules.stepBaseQuantums;
        expect(below % step).toBe(0n);
        expect(above % step).toBe(0n);
        // Exact comparison at 10^-14 of a coin, the finest digit of the text.
        const shift = rules.atomicResolution + 14;
        const scaled = (quantums: bigint): bigint => quantums * 10n ** BigInt(shift);
        const exact = BigInt(text.replace('.', ''));
        expect(scaled(below) <= exact && exact <= scaled(above)).toBe(true);
        expect(above - below === 0n || above - below === step).toBe(true);
      }),
    );
  });

  it('agree on which values are exact', () => {
    fc.assert(
      fc.property(rulesArbitrary, positiveText, (rules, text) => {
        const isExact = toSubticks(text, rules, 'exact').ok;
        const down = toSubticks(text, rules, 'down');
        const up = valueOf(toSubticks(text, rules, 'up'));
        expect(isExact).toBe(down.ok && down.value === up);
      }),
    );
  });
});

describe('fillQuoteQuantums', () => {
  it('values one BTC at 50,000 USD as 50,000 USDC', () => {
    const quote = fillQuoteQuantums(10_000_000_000n as Quantums, 5_000_000_000n as Subticks, btc);
    expect(quote).toBe(50_000_000_000n);
    expect(quoteToUsd(quote)).toBe(50_000);
  });

  it.each([
    { exponent: -9, quantums: 3n, subticks: 333_333_333n, quote: 0n },
    { exponent: -9, quantums: 3n, subticks: 666_666_667n, quote: 2n },
    { exponent: 0, quantums: 3n, subticks: 7n, quote: 21n },
    { exponent: 2, quantums: 3n, subticks: 7n, quote: 2_100n },
  ])('cuts $quantums x $subticks x 10^$exponent to $quote', ({ exponent, quantums, subticks, quote }) => {
    const rules = { ...btc, quantumConversionExponent: exponent };
    expect(fillQuoteQuantums(quantums as Quantums, subticks as Subticks, rules)).toBe(quote);
  });

  it('agrees with size x price for values on the grid', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10_000n }), fc.bigInt({ min: 1n, max: 200_000n }), (steps, ticks) => {
        const quantums = (steps * btc.stepBaseQuantums) as Quantums;
        const subticks = (ticks * btc.subticksPerTick) as Subticks;
        const usd = quoteToUsd(fillQuoteQuantums(quantums, subticks, btc));
        expect(usd).toBeCloseTo(toSizeBase(quantums, btc) * toPriceUsd(subticks, btc), 5);
      }),
    );
  });
});

describe('usdToQuote and quoteToUsd', () => {
  it.each([
    { usd: 10_000, quote: 10_000_000_000n },
    { usd: '0.000001', quote: 1n },
    { usd: '0.0000019', quote: 1n },
    { usd: '-0.0000011', quote: -2n },
    { usd: 0, quote: 0n },
    { usd: 1e21, quote: 10n ** 27n },
  ])('turns $usd USD into $quote', ({ usd, quote }) => {
    expect(usdToQuote(usd)).toBe(quote);
  });

  it('give back every amount of quote quantums that a float64 can hold', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (quote) => {
        expect(usdToQuote(quoteToUsd(quote as QuoteQuantums))).toBe(quote);
      }),
    );
  });
});
