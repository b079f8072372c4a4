import type { MarketId } from '@perpstream/core';
import { periodsOf, returnsOf, type AlignedReturns } from './aligned-returns';
import type { StressPortfolio } from './stress-portfolio';
import { checkVarOptions, notionalsOf, type ValueAtRisk, type VarOptions } from './value-at-risk';

/** Keeps a product like 1000 x 0.99 from falling just above the whole number that it is. */
const NOISE = 1e-9;

/** What a position loses in each period, in USD. */
type LossRow = { readonly marketId: MarketId; readonly losses: Float64Array };

function lossesOf(portfolio: StressPortfolio, returns: AlignedReturns, periods: number): readonly LossRow[] {
  const notionals = notionalsOf(portfolio);
  return portfolio.positions.map(({ marketId }, row) => {
    const list = returnsOf(returns, marketId);
    const losses = new Float64Array(periods);
    for (let period = 0; period < periods; period++) {
      const value = list[period] ?? NaN;
      if (!Number.isFinite(value))
        throw new RangeError(`returns of ${marketId} must be finite, [${period}] was ${value}`);
      losses[period] = -(notionals[row] ?? NaN) * value;
    }
    return { marketId, losses };
  });
}

function sumOf(rows: readonly LossRow[], periods: number): Float64Array {
  const sums = new Float64Array(periods);
  for (const { losses } of rows) {
    for (let period = 0; period < periods; period++) sums[period] = (sums[period] ?? NaN) + (losses[period] ?? NaN);
  }
  return sums;
}

/** The periods with the largest losses, worst first, and how much each of them weighs in the mean of the tail. */
type Tail = { readonly weights: ReadonlyMap<number, number>; readonly varPeriod: number };

function tailOf(losses: Float64Array, confidence: number): Tail {
  const periods = losses.length;
  const worstFirst = Array.from(losses.keys()).sort((a, b) => (losses[b] ?? 0) - (losses[a] ?? 0) || a - b);
  const worse = periods - Math.max(1, Math.ceil(periods * confidence - NOISE));
  const mass = periods * (1 - confidence);
  const weights = new Map(worstFirst.slice(0, worse).map((period) => [period, 1 / mass]));
  const varPeriod = worstFirst[worse] ?? 0;
  return { weights: weights.set(varPeriod, Math.max(0, 1 - worse / mass)), varPeriod };
}

function meanOf(losses: Float64Array, { weights }: Tail): number {
  let sum = 0;
  for (const [period, weight] of weights) sum += weight * (losses[period] ?? NaN);
  return sum;
}

/**
 * Value at risk and expected shortfall of today's positions over what their markets did: no distribution is assumed.
 *
 * Of n losses in rising order, the VaR is number ceil(n x confidence): the smallest loss that at least that share of the
 * periods did not exceed (the inverse of the empirical distribution, type 1 of Hyndman and Fan). The expected shortfall is the
 * mean of the worst n x (1 - confidence) losses, of the last of them only the part that belongs to it. With 1,000 periods and
 * 0.99: the 11th largest loss, and the mean of the 10 largest. Parts are those of the same periods. Below 0 when even bad
 * periods gained. Float64; a cost of n log n for n periods.
 * @param returns simple returns as fractions, of every market of the portfolio
 * @throws RangeError when a return or notional is missing or not finite, lists differ in length, or an option is out of range
 * @see R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", American Statistician 50 (1996)
 * @see C. Acerbi and D. Tasche, "On the coherence of expected shortfall", Journal of Banking and Finance 26 (2002)
 * @example
 * const btc = marketId('BTC-USD');
 * const returns = new Map([[btc, [0.01, -0.03, 0.02, -0.01]]]);
 * const margin = { initialMarginFraction: 0.05, maintenanceMarginFraction: 0.03 };
 * const position = { marketId: btc, sizeBase: 1, oraclePriceUsd: 50_000, ...margin };
 * historicalVar({ quoteBalanceUsd: 0, positions: [position] }, returns, { confidence: 0.75 }).varUsd; // 500
 */
export function historicalVar(portfolio: StressPortfolio, returns: AlignedReturns, options: VarOptions): ValueAtRisk {
  const { confidence, horizonPeriods } = checkVarOptions(options);
  const periods = periodsOf(returns);
  const rows = lossesOf(portfolio, returns, periods);
  const losses = sumOf(rows, periods);
  const tail = tailOf(losses, confidence);
  const scale = Math.sqrt(horizonPeriods);
  const riskOf = (row: Float64Array): { readonly varUsd: number; readonly expectedShortfallUsd: number } => ({
    varUsd: scale * (row[tail.varPeriod] ?? NaN),
    expectedShortfallUsd: scale * meanOf(row, tail),
  });
  return { ...riskOf(losses), components: rows.map((row) => ({ marketId: row.marketId, ...riskOf(row.losses) })) };
}
