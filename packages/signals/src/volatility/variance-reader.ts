import type { ProcessedMarketData } from '@perpstream/core';
import { barReader } from '../engine/bar-source';
import { priceReader, type PriceSource } from '../engine/price-source';
import type { OpenHighLowClose } from '../math/bar-prices';
import type { Cells } from '../math/cells';
import { LogReturns } from '../math/log-returns';
import { garmanKlassVariance, parkinsonVariance, rogersSatchellVariance } from '../math/volatility/bar-variance';
import type { RangeEstimator } from '../math/volatility/range-volatility';

/** `realised`: squared log returns from price to price. The others: from the range of each bar. */
export type VolatilityEstimator = 'realised' | RangeEstimator;

/** The variance of the log price since the event before, >= 0; undefined when the event does not state the price. */
export type VarianceReader = (event: ProcessedMarketData) => number | undefined;

type BarVariance = (bar: OpenHighLowClose, previousCloseUsd: number) => number;

const barVariances: Readonly<Record<RangeEstimator, BarVariance>> = {
  parkinson: parkinsonVariance,
  'garman-klass': garmanKlassVariance,
  'rogers-satchell': rogersSatchellVariance,
  'yang-zhang': yangZhangVariance,
};

/** Weight of the move from open to close in Yang and Zhang's estimator over many bars: 0.34 / (1.34 + 1). */
const MOVE_SHARE = 0.34 / 2.34;

function yangZhangVariance(bar: OpenHighLowClose, previousCloseUsd: number): number {
  const gap = Math.log(bar.openUsd / previousCloseUsd);
  const move = Math.log(bar.closeUsd / bar.openUsd);
  return gap * gap + MOVE_SHARE * move * move + (1 - MOVE_SHARE) * rogersSatchellVariance(bar);
}

/**
 * What makes the reader of one market.
 *
 * @throws RangeError when there is no such price or estimator, or when the estimator needs bars and the price is of books
 */
export function varianceReaders(estimator: VolatilityEstimator, price: PriceSource): (cells: Cells) => VarianceReader {
  if (estimator === 'realised') return realised(price);
  const varianceOf = Object.hasOwn(barVariances, estimator) ? barVariances[estimator] : undefined;
  if (varianceOf === undefined) {
    const known = ['realised', ...Object.keys(barVariances)].join(', ');
    throw new RangeError(`estimator must be one of ${known}, was ${estimator}`);
  }
  if (typeof price !== 'object') throw new RangeError(`price must be { barMs } for ${estimator}, was ${price}`);
  return ofBars(varianceOf, price.barMs);
}

function realised(price: PriceSource): (cells: Cells) => VarianceReader {
  const priceOf = priceReader(price);
  return (cells) => {
    const returns = new LogReturns(cells);
    return (event) => {
      const priceUsd = priceOf(event);
      return priceUsd === undefined ? undefined : returns.next(priceUsd) ** 2;
    };
  };
}

function ofBars(varianceOf: BarVariance, barMs: number): (cells: Cells) => VarianceReader {
  const barOf = barReader(barMs);
  return (cells) => {
    // Below 0 before the first bar.
    const at = cells.reserve(1, -1);
    return (event) => {
      const bar = barOf(event);
      if (bar === undefined) return undefined;
      // The time of the first bar is not counted either: it begins before the first event.
      const previousCloseUsd = cells.row[at]!;
      const variance = previousCloseUsd < 0 ? 0 : varianceOf(bar, previousCloseUsd);
      cells.row[at] = bar.closeUsd;
      return variance;
    };
  };
}
