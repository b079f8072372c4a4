import type { Reason, Strategy } from '@perpstream/core';
import { marketModel, type MarketRating } from '../portfolio/market-model';
import type { MarketView } from '../portfolio/market-view';
import { mergeRules } from '../portfolio/portfolio-options';
import { portfolioStrategy } from '../portfolio/portfolio-strategy';
import {
  checkMeanReversion,
  meanReversionDefaults,
  type MeanReversionParameters,
  type MeanReversionOptions,
} from './mean-reversion-options';

/** Scores are at most so many points from 50. */
const FURTHEST = 50;

/**
 * Buys what fell below its recent mean and sells what rose above it, in markets that range, and leaves at the mean.
 *
 * Conviction = (score `meanReversion` - 50) / 50. A market is entered only while `trend` is at most `maxTrend`, and while
 * `liquidationPressure` does not stand more than `maxCascade` points against the entry: positions that are closed by force
 * do not care how far the price has come. Held, it is left when the score is back (`exitConviction`), when the market
 * trends (`abandonTrend`), and by the exit rules of `portfolioStrategy`, which does all the rest.
 *
 * No opinion while one of the three scores is missing (`liquidationPressure` only if `maxCascade` is below 50): then nothing is entered, and what is held is left by the exit rules
 * alone.
 * @throws RangeError when an option is out of its bounds
 * @example input$.pipe(meanReversion({ scheduler, exits: { stopLoss: 0.005 } }))
 * @see docs/strategies/mean-reversion.md
 */
export function meanReversion({ scheduler, ...options }: MeanReversionOptions): Strategy {
  const parameters: MeanReversionParameters = { ...meanReversionDefaults, ...options };
  checkMeanReversion(parameters);
  return portfolioStrategy({
    name: 'meanReversion',
    scheduler,
    createModel: () => marketModel((market) => rate(market, parameters)),
    ...mergeRules(meanReversionDefaults, options),
  });
}

function rate({ scores, targetUsd }: MarketView, parameters: MeanReversionParameters): MarketRating | undefined {
  const stretch = scores?.['meanReversion'];
  const trend = scores?.['trend'];
  const pressure = scores?.['liquidationPressure'];
  const asksPressure = parameters.maxCascade < FURTHEST;
  if (stretch === undefined || trend === undefined || (asksPressure && pressure === undefined)) return undefined;
  const conviction = (stretch - 50) / 50;
  const sign = Math.sign(conviction);
  const isHeld = targetUsd * sign > 0;
  const trendBound = isHeld ? parameters.abandonTrend : parameters.maxTrend;
  const reasons: Reason[] = [
    { name: 'meanReversion', value: stretch },
    { name: 'trend', value: trend, bound: trendBound },
  ];
  const ranges = isHeld ? trend < trendBound : trend <= trendBound;
  if (!asksPressure || pressure === undefined) return { conviction: ranges ? conviction : 0, reasons };
  const against = sign * (50 - pressure);
  reasons.push({ name: 'liquidation-against', value: against, bound: parameters.maxCascade });
  const isCalm = isHeld || against <= parameters.maxCascade;
  return { conviction: ranges && isCalm ? conviction : 0, reasons };
}
