import { CANDLE_MS } from '@perpstream/core';
import { type BotConfig } from '../../config/config-schema';
import { toldBars } from './told-bars';

/** A setting that a run on candles has to have otherwise than it was given. */
export type AdaptedSetting = { readonly setting: string; readonly from: string; readonly to: string };

/** A configuration fit for candles of one length, and what was changed for it. */
export type BacktestConfig = { readonly config: BotConfig; readonly adapted: readonly AdaptedSetting[] };

/** A market is stale when so many of its candles are missing: data that never come are at most one candle old. */
const STALE_CANDLES = 2.5;

/** Bars come from candles of the same length: of those asked for, the ones that can be put together. */
function barLengthsMs(wanted: readonly number[], candleMs: number): number[] {
  const lengths: readonly number[] = Object.values(CANDLE_MS);
  const possible = wanted.filter((lengthMs) => lengthMs >= candleMs && lengths.includes(lengthMs));
  return possible.length > 0 ? possible : [candleMs];
}

/** Fits what a configuration says of the age of data, and of bars, to the length of the candles; signals read those bars. */
export function backtestConfig(given: BotConfig, candleMs: number): BacktestConfig {
  const staleAfterMs = Math.max(given.data.staleAfterMs, STALE_CANDLES * candleMs);
  const maxDataAgeMs = Math.max(given.risk.maxDataAgeMs, STALE_CANDLES * candleMs);
  const [first = candleMs, ...others] = barLengthsMs(given.data.barIntervalsMs, candleMs);
  const config: BotConfig = {
    ...given,
    ...toldBars(given, first),
    data: { ...given.data, staleAfterMs, barIntervalsMs: [first, ...others] },
    risk: { ...given.risk, maxDataAgeMs },
  };
  const settings = [
    ['data.staleAfterMs', given.data.staleAfterMs, staleAfterMs],
    ['data.barIntervalsMs', given.data.barIntervalsMs, config.data.barIntervalsMs],
    ['risk.maxDataAgeMs', given.risk.maxDataAgeMs, maxDataAgeMs],
  ] as const;
  const adapted = settings
    .map(([setting, from, to]) => ({ setting, from: String(from), to: String(to) }))
    .filter(({ from, to }) => from !== to);
  return { config, adapted };
}
