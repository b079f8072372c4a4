import { SeededRandom } from '../random/seeded-random';
import type { SimulatedMarket } from './simulated-market';

/** Margin tiers from the busiest markets to the thinnest: which share of the ranks they take, and their terms. */
const TIERS = [
  {
    upToRank: 2,
    terms: {
      initialMarginFraction: '0.02',
      maintenanceMarginFraction: '0.012',
      openInterestLowerCapUsd: 0,
      openInterestUpperCapUsd: 0,
    },
  },
  {
    upToRank: 20,
    terms: {
      initialMarginFraction: '0.05',
      maintenanceMarginFraction: '0.03',
      openInterestLowerCapUsd: 20_000_000,
      openInterestUpperCapUsd: 50_000_000,
    },
  },
  {
    upToRank: 120,
    terms: {
      initialMarginFraction: '0.1',
      maintenanceMarginFraction: '0.05',
      openInterestLowerCapUsd: 5_000_000,
      openInterestUpperCapUsd: 10_000_000,
    },
  },
  {
    upToRank: Infinity,
    terms: {
      initialMarginFraction: '0.2',
      maintenanceMarginFraction: '0.1',
      openInterestLowerCapUsd: 500_000,
      openInterestUpperCapUsd: 1_000_000,
      marketType: 'ISOLATED',
    },
  },
] as const;

/** Powers of ten between which prices lie. */
const PRICE_EXPONENTS = [-8, 5] as const;
const TOP_VOLUME_USD = 150_000_000;
const TOP_TAKERS_PER_MINUTE = 60;
/** Activity falls with rank to this power: a little faster than the law of Zipf. */
const ZIPF_EXPONENT = 1.15;
const LETTERS = 26;
const MAX_MARKETS = LETTERS ** 3;

/**
 * Invents markets: the first is the busiest, and activity falls with rank so that most are thin. Prices from 1e-8 to
 * 1e5 USD, most of them between 0.001 and 100; grids of about 1 to 10 USD a step; four margin tiers, of which the
 * lowest is isolated. Tickers are `AAA-USD`, `AAB-USD` and so on.
 *
 * @param count 1..17 576
 * @param seed an integer; the same one gives the same markets
 * @throws RangeError when `count` or `seed` is out of its range
 * @example simulatedVenue({ seed: 1, markets: generatedMarkets(300, 1) })
 */
export function generatedMarkets(count: number, seed: number): readonly SimulatedMarket[] {
  if (!(Number.isInteger(count) && count >= 1 && count <= MAX_MARKETS)) {
    throw new RangeError(`count must be an integer in 1..${MAX_MARKETS}, was ${count}`);
  }
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be an integer, was ${seed}`);
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, (_, index) => market(index, count, random));
}

function market(index: number, count: number, random: SeededRandom): SimulatedMarket {
  const rank = index + 1;
  const activity = rank ** -ZIPF_EXPONENT * random.between(0.7, 1.3);
  const priceUsd = price(index, count, random);
  const volume24hUsd = TOP_VOLUME_USD * activity;
  return {
    ...TIERS.find(({ upToRank }) => rank <= upToRank)!.terms,
    ticker: `${letters(index)}-USD`,
    priceUsd,
    // A step of 1e6 quantums is then worth 1 to 10 USD.
    atomicResolution: -6 - Math.floor(Math.log10(priceUsd)),
    quantumConversionExponent: -9,
    stepBaseQuantums: 1_000_000,
    subticksPerTick: random.chance(0.3) ? 1_000_000 : 100_000,
    openInterestUsd: 0.25 * volume24hUsd * random.between(0.5, 2) + 10_000,
    volume24hUsd,
    takersPerMinute: TOP_TAKERS_PER_MINUTE * activity,
    volatilityBps: random.between(0.8, 1.2) * (1 + 0.25 * Math.log10(rank)),
  };
}

/** The ends of the range come first and last, what lies between is bell-shaped on a logarithmic scale. */
function price(index: number, count: number, random: SeededRandom): number {
  const [low, high] = PRICE_EXPONENTS;
  const share = (random.uniform() + random.uniform() + random.uniform()) / 3;
  const exponent = index === 0 ? high - 0.01 : index === count - 1 ? low : low + (high - low) * share;
  return 10 ** exponent;
}

function letters(index: number): string {
  const at = (power: number): string => String.fromCharCode(65 + (Math.floor(index / LETTERS ** power) % LETTERS));
  return at(2) + at(1) + at(0);
}
