import type { Reason } from '@perpstream/core';
import type { MarketView } from '../portfolio/market-view';

/** Bounds of scores by name, in [0, 100]. */
export type ScoreBounds = Readonly<Record<string, { readonly min: number; readonly max: number }>>;

/** What the scores say of an entry. */
export type ScoreCheck = { readonly mayEnter: boolean; readonly reasons: readonly Reason[] };

/** Whether all these markets have all these scores, within their bounds. A score that is missing is not within. */
export function checkScores(
  markets: readonly Pick<MarketView, 'marketId' | 'scores'>[],
  bounds: ScoreBounds,
): ScoreCheck {
  const reasons: Reason[] = [];
  let mayEnter = true;
  for (const [name, { min, max }] of Object.entries(bounds)) {
    for (const { marketId, scores } of markets) {
      const value = scores?.[name];
      const isWithin = value !== undefined && value >= min && value <= max;
      if (value !== undefined) reasons.push({ name: `${name} ${marketId}`, value, bound: value > max ? max : min });
      mayEnter &&= isWithin;
    }
  }
  return { mayEnter, reasons };
}

/** @throws RangeError naming the score and the bound */
export function demandScoreBounds(group: string, bounds: ScoreBounds): void {
  for (const [name, { min, max }] of Object.entries(bounds)) {
    if (min >= 0 && min <= max && max <= 100) continue;
    throw new RangeError(`${group}.${name} must be 0 <= min <= max <= 100, was ${min} and ${max}`);
  }
}
