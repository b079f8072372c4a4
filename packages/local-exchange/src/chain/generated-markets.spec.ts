import { SeededRandom } from '../random/seeded-random';
import { VenueState } from '../venue/venue-state';
import { generatedMarkets } from './generated-markets';
import { MarketGrid } from './market-grid';
import { Simulation } from './simulation';

const HOUR_MS = 3_600_000;
const MARKETS = 300;

describe('generatedMarkets', () => {
  const markets = generatedMarkets(MARKETS, 7);

  it('has as many distinct tickers as asked for', () => {
    expect(new Set(markets.map(({ ticker }) => ticker)).size).toBe(MARKETS);
    expect(markets.slice(0, 3).map(({ ticker }) => ticker)).toEqual(['AAA-USD', 'AAB-USD', 'AAC-USD']);
    expect(markets.every(({ ticker }) => /^[A-Z]{3}-USD$/.test(ticker))).toBe(true);
  });

  it('spreads prices from 1e-8 to 1e5, most of them between 0.001 and 100', () => {
    const prices = markets.map(({ priceUsd }) => priceUsd);
    expect(Math.min(...prices)).toBeCloseTo(1e-8, 10);
    expect(Math.max(...prices)).toBeGreaterThan(90_000);
    expect(prices.filter((price) => price >= 0.001 && price <= 100).length).toBeGreaterThan(MARKETS / 2);
  });

  it('has a few busy markets and many thin ones', () => {
    const takers = markets.map(({ takersPerMinute }) => takersPerMinute);
    const total = takers.reduce((sum, one) => sum + one, 0);
    expect(takers.slice(0, 10).reduce((sum, one) => sum + one, 0) / total).toBeGreaterThan(0.5);
    expect(takers.filter((one) => one < 1).length).toBeGreaterThan(MARKETS / 2);
  });

  it('has grids of 1 to 10 USD a step and of fine ticks, and four margin tiers', () => {
    for (const market of markets) {
      const grid = new MarketGrid(market);
      const stepUsd = Number(grid.stepSize) * market.priceUsd;
      expect(stepUsd).toBeGreaterThan(0.99);
      expect(stepUsd).toBeLessThan(10.01);
      expect(Number(grid.tickSize) / market.priceUsd).toBeLessThan(1.01e-3);
    }
    expect(new Set(markets.map(({ initialMarginFraction }) => initialMarginFraction))).toEqual(
      new Set(['0.02', '0.05', '0.1', '0.2']),
    );
    expect(new Set(markets.map(({ marketType }) => marketType))).toEqual(new Set([undefined, 'ISOLATED']));
  });

  it('is the same for the same seed and another for another', () => {
    expect(generatedMarkets(MARKETS, 7)).toEqual(markets);
    expect(generatedMarkets(MARKETS, 8)).not.toEqual(markets);
  });

  it.each([
    [0, 1, 'count must be an integer in 1..17576, was 0'],
    [17_577, 1, 'count must be an integer in 1..17576, was 17577'],
    [3, 0.5, 'seed must be an integer, was 0.5'],
  ])('refuses %d markets of seed %d', (count, seed, message) => {
    expect(() => generatedMarkets(count, seed)).toThrow(new RangeError(message));
  });
});

/** Counts the calls of a method until `stop`, without keeping them as a mock does. */
function counted<K extends string>(
  prototype: Record<K, (...args: never[]) => unknown>,
  name: K,
): { readonly stop: () => number } {
  const original = prototype[name];
  let calls = 0;
  prototype[name] = function (this: unknown, ...args: never[]): unknown {
    calls += 1;
    return original.apply(this, args);
  };
  return {
    stop: () => {
      prototype[name] = original;
      return calls;
    },
  };
}

describe('300 generated markets', () => {
  const startMs = Date.parse('2026-03-01T00:00:00.000Z');
  const state = new VenueState();
  const texts = counted(MarketGrid.prototype, 'price');
  const draws = counted(SeededRandom.prototype, 'integer');
  const simulation = new Simulation({ seed: 1, markets: generatedMarkets(MARKETS, 1), blockMs: 1_000, startMs, state });
  simulation.backfill(startMs + 2 * HOUR_MS);
  simulation.advance(
    startMs + 2 * HOUR_MS + 10_000,
    () => undefined,
    () => false,
  );
  const startUp = { texts: texts.stop(), draws: draws.stop() };
  let updates = 0;
  simulation.advance(
    startMs + 2 * HOUR_MS + 20_000,
    (update) => void (updates += update.channel === 'v4_orderbook' ? 1 : 0),
  );

  it('start with little work: a few prices in words per market and minute of the past, none for books', () => {
    // Two hours are 120 minutes with a candle of four prices each, and a fifth as much for the longer candles.
    expect(startUp.texts).toBeLessThan(MARKETS * 120 * 4 * 1.5);
    // Eight draws for a minute of the past, seven for a round of a tenth of a second; the rest is for first quotes.
    expect(startUp.draws).toBeLessThan(MARKETS * (120 * 8 + 100 * 9 + 200));
  });

  it('change at most ten levels per second and market on average', () => {
    expect(updates / 10 / MARKETS).toBeLessThan(10);
    expect(updates / 10 / MARKETS).toBeGreaterThan(1);
  });

  it('have two-sided books that are not crossed, also where hardly anybody trades', () => {
    for (const ticker of state.markets().keys()) {
      const { bids, asks } = state.book(ticker);
      expect(Math.min(bids.length, asks.length)).toBeGreaterThan(5);
      expect(Number(bids[0]!.price)).toBeLessThan(Number(asks[0]!.price));
    }
  });
});
