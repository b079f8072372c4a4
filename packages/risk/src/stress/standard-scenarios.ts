import type {
  BetaShock,
  CombinedShock,
  FundingShock,
  LiquidityShock,
  MarketShock,
  StressScenario,
} from './stress-scenario';

function percent(moveFraction: number): string {
  const sign = moveFraction > 0 ? '+' : '-';
  return `${sign}${Math.round(Math.abs(moveFraction) * 100)} %`;
}

function marketShock(moveFraction: number): MarketShock {
  return { kind: 'market', name: `all markets ${percent(moveFraction)}`, moveFraction };
}

function betaShock(moveFraction: number): BetaShock {
  return { kind: 'beta', name: `benchmark ${percent(moveFraction)}, others by beta`, moveFraction };
}

function funding(name: string, longPaysRate1h: number, shortPaysRate1h: number): FundingShock {
  return { kind: 'funding', name, longPaysRate1h, shortPaysRate1h, hours: 24 };
}

/** About 876 % a year: several times the highest that large markets have seen for a whole day. */
const HIGH_RATE_1H = 0.001;

const againstUs = funding('a day of high funding against every position', HIGH_RATE_1H, HIGH_RATE_1H);
const thinBook: LiquidityShock = {
  kind: 'liquidity',
  name: 'closing into a quarter of the book',
  depthShare: 0.25,
  flatBps: 300,
};

function crash(moveFraction: number): CombinedShock {
  const parts = [betaShock(moveFraction), againstUs, thinBook];
  return { kind: 'combined', name: `benchmark ${percent(moveFraction)}, high funding, thin book`, parts };
}

/**
 * What every portfolio should be asked, as plain data: all markets alike by -50 to +50 %, the benchmark by -30 to +30 % with
 * the others by beta, a day of funding of 0.1 % an hour on either side and against every position, closing at once into the
 * usual book and into a quarter of it, and all that together in a crash and in a squeeze.
 *
 * Moves are fractions of the price. Chosen by judgement: 2020-03-12 took half of Bitcoin's price within a day.
 * @example
 * STANDARD_SCENARIOS.find(({ name }) => name === 'all markets -20 %'); // { kind: 'market', name: ..., moveFraction: -0.2 }
 */
export const STANDARD_SCENARIOS: readonly StressScenario[] = [
  ...[-0.5, -0.4, -0.3, -0.2, -0.1, -0.05, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5].map(marketShock),
  ...[-0.3, -0.2, -0.1, 0.1, 0.2, 0.3].map(betaShock),
  funding('a day of high funding, longs pay', HIGH_RATE_1H, -HIGH_RATE_1H),
  funding('a day of high funding, shorts pay', -HIGH_RATE_1H, HIGH_RATE_1H),
  againstUs,
  { kind: 'liquidity', name: 'closing into the usual book', depthShare: 1, flatBps: 100 },
  thinBook,
  crash(-0.3),
  crash(0.3),
];
