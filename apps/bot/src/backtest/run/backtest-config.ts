import { CANDLE_MS } from '@perpstream/core';
import { protectionOptions, riskLimits } from '@perpstream/risk';
import { type BotConfig } from '../../config/config-schema';
import { riskOptionsOf } from '../../config/risk-schema';
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

/** Bounds on how long nothing may be heard: between two candles nothing is. */
function silencesOf({ risk }: BotConfig): { readonly maxDataAgeMs: number; readonly oracleSilenceMs: number } {
  const { limits, protections } = riskOptionsOf(risk);
  const { maxDataAgeMs } = riskLimits(limits);
  const { oracleSilenceMs } = protectionOptions(protections);
  return { maxDataAgeMs, oracleSilenceMs };
}

/** Fits what a configuration says of the age of data, and of bars, to the length of the candles; signals read those bars. */
export function backtestConfig(given: BotConfig, candleMs: number): BacktestConfig {
  const silentMs = STALE_CANDLES * candleMs;
  const silences = silencesOf(given);
  const staleAfterMs = Math.max(given.data.staleAfterMs, silentMs);
  const maxDataAgeMs = Math.max(silences.maxDataAgeMs, silentMs);
  const oracleSilenceMs = Math.max(silences.oracleSilenceMs, silentMs);
  const [first = candleMs, ...others] = barLengthsMs(given.data.barIntervalsMs, candleMs);
  const config: BotConfig = {
    ...given,
    ...toldBars(given, first),
    data: { ...given.data, staleAfterMs, barIntervalsMs: [first, ...others] },
    risk: { ...given.risk, maxDataAgeMs, protections: { ...given.risk.protections, oracleSilenceMs } },
  };
  const settings = [
    ['data.staleAfterMs', given.data.staleAfterMs, staleAfterMs],
    ['data.barIntervalsMs', given.data.barIntervalsMs, config.data.barIntervalsMs],
    ['risk.maxDataAgeMs', silences.maxDataAgeMs, maxDataAgeMs],
    ['risk.protections.oracleSilenceMs', silences.oracleSilenceMs, oracleSilenceMs],
  ] as const;
  const adapted = settings
    .map(([setting, from, to]) => ({ setting, from: String(from), to: String(to) }))
    .filter(({ from, to }) => from !== to);
  return { config, adapted };
}
