import fc from 'fast-check';
import { toPriceUsd, toSizeBase, type MarketRules, type Quantums, type Subticks } from '@perpstream/core';
import { DEFAULT_MARKETS } from './default-markets';
import { MarketGrid } from './market-grid';

const BTC = DEFAULT_MARKETS[0]!;

describe('MarketGrid', () => {
  it.each([
    ['BTC-USD', '1', '0.0001'],
    ['ETH-USD', '0.1', '0.001'],
    ['SOL-USD', '0.01', '0.1'],
    ['XRP-USD', '0.0001', '10'],
    ['DOGE-USD', '0.00001', '100'],
    ['PEPE-USD', '0.000000001', '1000000'],
  ])('has for %s the tick %s and the step %s, without exponents', (ticker, tickSize, stepSize) => {
    const grid = new MarketGrid(DEFAULT_MARKETS.find((market) => market.ticker === ticker)!);
    expect([grid.tickSize, grid.stepSize]).toEqual([tickSize, stepSize]);
  });

  // PROTOCOL: mainnet genesis BTC has 50 000 USD at 5 000 000 000 subticks.
  it('counts the price of BTC as the chain does', () => {
    const grid = new MarketGrid(BTC);
    expect(grid.subticksOf(50_000)).toBeCloseTo(5_000_000_000, 3);
    expect(grid.price(5_000_000_000)).toBe('50000');
    expect(grid.size(10_000_000_000)).toBe('1');
  });

  it('agrees with the conversions of core for every market, price and size', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DEFAULT_MARKETS), fc.nat(100_000), fc.nat(100_000), (market, ticks, steps) => {
        const grid = new MarketGrid(market);
        const { atomicResolution, quantumConversionExponent } = market;
        const rules = { atomicResolution, quantumConversionExponent } as MarketRules;
        const [subticks, quantums] = [ticks * grid.tickSubticks, steps * grid.stepQuantums];
        expect(Number(grid.price(subticks))).toBe(toPriceUsd(BigInt(subticks) as Subticks, rules));
        expect(Number(grid.size(quantums))).toBe(toSizeBase(BigInt(quantums) as Quantums, rules));
      }),
    );
  });

  it('sums values exactly', () => {
    const grid = new MarketGrid(BTC);
    const tenth = grid.value(
      grid.ceilPrice(grid.subticksOf(99_999)),
      grid.quantumsFor(9_999.9, grid.subticksOf(99_999)),
    );
    expect(grid.usd(tenth * 3)).toBe('29999.7');
    expect(grid.midPrice(grid.subticksOf(100), grid.subticksOf(101))).toBe('100.5');
  });

  it('rounds prices to the grid and sizes to at least one step', () => {
    const grid = new MarketGrid(BTC);
    expect([
      grid.price(grid.floorPrice(grid.subticksOf(100.7))),
      grid.price(grid.ceilPrice(grid.subticksOf(100.2))),
    ]).toEqual(['100', '101']);
    expect(grid.floorPrice(1)).toBe(grid.tickSubticks);
    expect(grid.quantumsFor(0.01, grid.subticksOf(100_000))).toBe(grid.stepQuantums);
  });

  it.each(['stepBaseQuantums', 'subticksPerTick'])('refuses a %s that is not a power of ten', (name) => {
    const message = `BTC-USD: ${name} must be a power of ten, was 25`;
    expect(() => new MarketGrid({ ...BTC, [name]: 25 })).toThrow(new RangeError(message));
  });
});
