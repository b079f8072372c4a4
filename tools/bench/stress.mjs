/**
 * How long the full stress test of a large account takes: 50 positions, longs and shorts of 20,000 USD on average, in
 * made-up markets.
 *
 *   node tools/bench/stress.mjs [--positions 50] [--hours 1000] [--rounds 5] [--repeats 100] [--notional 20000]
 *     [--only all,scenarios]
 *
 * `all` is what a monitor would run: the standard scenarios, 24 historical hours, and the value at risk and expected
 * shortfall of 1,000 hours, historical and parametric. `scenarios` and `value-at-risk` are the two halves of it. `betas` and
 * `covariance` prepare it from the same hours and are done once an hour, so that they stand apart.
 *
 * Two accounts: `calm` at a leverage of 1, which no scenario liquidates, and `levered` at 18, which a third of them
 * liquidate, so that the liquidation is run block by block. Prints one JSON line per way: milliseconds of processor time (of
 * all threads, garbage collection included) of one pass, median of the rounds, which are taken in turns after one that does
 * not count.
 */
import { parseArgs } from 'node:util';
import { bundlePackages } from './bundle-packages.mjs';
import { report } from './report.mjs';
import { randomNumbers } from './random-numbers.mjs';

const { values } = parseArgs({
  options: {
    positions: { type: 'string', default: '50' },
    hours: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    repeats: { type: 'string', default: '100' },
    notional: { type: 'string', default: '20000' },
    only: { type: 'string' },
  },
});
const [positions, hours, rounds, repeats] = ['positions', 'hours', 'rounds', 'repeats'].map((name) =>
  Number(values[name]),
);
const HISTORICAL = 24;
const OPTIONS = { confidence: 0.99 };

const { core, risk } = await bundlePackages('core', 'risk');
const random = randomNumbers(7);
const markets = Array.from({ length: positions }, (_, index) => core.marketId(`M${index}-USD`));
const returns = madeUpReturns();
const betas = risk.betasOf(returns, markets[0]);
const covariance = risk.covarianceOf(returns);
const scenarios = [...risk.STANDARD_SCENARIOS, ...historicalHours()];
const accounts = { calm: account(1), levered: account(18) };

const stress = (portfolio) => risk.stressOf(portfolio, scenarios).length;
const valueAtRisk = (portfolio) =>
  risk.historicalVar(portfolio, returns, OPTIONS).varUsd + risk.parametricVar(portfolio, covariance, OPTIONS).varUsd;
const ways = Object.fromEntries(
  Object.entries({
    ...Object.fromEntries(
      Object.entries(accounts).flatMap(([name, portfolio]) => [
        [`all, ${name}`, () => stress(portfolio) + valueAtRisk(portfolio)],
        [`scenarios, ${name}`, () => stress(portfolio)],
      ]),
    ),
    'value-at-risk': () => valueAtRisk(accounts.calm),
    betas: () => risk.betasOf(returns, markets[0]).size,
    covariance: () => risk.covarianceOf(returns).values.length,
  }).filter(([name]) => values.only === undefined || values.only.split(',').includes(name.split(',')[0])),
);

for (const [name, portfolio] of Object.entries(accounts)) {
  const liquidated = risk.stressOf(portfolio, scenarios).filter(({ isLiquidatable }) => isLiquidatable).length;
  console.error(`${name}: ${positions} positions, ${scenarios.length} scenarios, ${liquidated} of them liquidate`);
}
const times = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
let said = 0;
for (let round = 0; round <= rounds; round += 1) {
  for (const [way, run] of Object.entries(ways)) {
    const before = process.cpuUsage();
    for (let repeat = 0; repeat < repeats; repeat += 1) said += run();
    const { user, system } = process.cpuUsage(before);
    if (round > 0) times[way].push((user + system) / 1_000 / repeats);
  }
}
if (!Number.isFinite(said)) throw new Error(`a result is no number: ${said}`);
for (const [way, ms] of Object.entries(times)) report(`stress: ${way}`, 'ms', ms);

/** Half of each market's hour is the benchmark's. */
function madeUpReturns() {
  const common = Array.from({ length: hours }, () => normal() * 0.008);
  return new Map(markets.map((marketId) => [marketId, Float64Array.from(common, (move) => move + normal() * 0.008)]));
}

/** The sum of twelve, by the central limit theorem. */
function normal() {
  let sum = -6;
  for (let index = 0; index < 12; index += 1) sum += random();
  return sum;
}

function historicalHours() {
  return Array.from({ length: HISTORICAL }, (_, hour) => ({
    kind: 'historical',
    name: `hour ${hour}`,
    atMs: hour * 3_600_000,
    otherMoveFraction: 10 * returns.get(markets[0])[hour],
    returns: Object.fromEntries(markets.map((marketId) => [marketId, 10 * returns.get(marketId)[hour]])),
  }));
}

/** Two longs for each short; the balance leaves the equity that the leverage asks for. */
function account(leverage) {
  const held = markets.map((marketId, index) => {
    const oraclePriceUsd = 1 + 1_000 * random();
    const sizeBase = ((index % 3 === 2 ? -1 : 1) * Number(values.notional) * (0.5 + random())) / oraclePriceUsd;
    const margin = { initialMarginFraction: 0.05, maintenanceMarginFraction: 0.03 };
    const depth = { bps: 50, usd: 200_000 };
    return { marketId, sizeBase, oraclePriceUsd, ...margin, beta: betas.get(marketId), depth };
  });
  const notionals = held.map(({ sizeBase, oraclePriceUsd }) => sizeBase * oraclePriceUsd);
  const grossUsd = notionals.reduce((sum, usd) => sum + Math.abs(usd), 0);
  const netUsd = notionals.reduce((sum, usd) => sum + usd, 0);
  return { quoteBalanceUsd: grossUsd / leverage - netUsd, positions: held };
}
