import { defaultStretch } from './price-source';
import { requirePositive } from './require-positive';
import { requireShorter } from './require-shorter';

/** What an engine compares: now with usual, by two half lives in ms. */
export type RecentAndNorm = { readonly recentHalfLifeMs: number; readonly normHalfLifeMs: number };

/** The same as options, with the length of the bars that are read instead of live events. */
export type RecentAndNormOptions = Partial<RecentAndNorm> & { readonly barMs?: number };

/**
 * The two half lives of an engine. With bars the default ones are so much longer that 5 s become one bar.
 *
 * @throws RangeError when one is not a finite number > 0, or the recent one is not the shorter one
 */
export function recentAndNorm({ barMs, ...given }: RecentAndNormOptions, defaults: RecentAndNorm): RecentAndNorm {
  if (barMs !== undefined) requirePositive({ barMs });
  const stretch = barMs === undefined ? 1 : defaultStretch({ barMs });
  const { recentHalfLifeMs = stretch * defaults.recentHalfLifeMs } = given;
  const { normHalfLifeMs = stretch * defaults.normHalfLifeMs } = given;
  requirePositive({ recentHalfLifeMs, normHalfLifeMs });
  requireShorter('recentHalfLifeMs', recentHalfLifeMs, 'normHalfLifeMs', normHalfLifeMs);
  return { recentHalfLifeMs, normHalfLifeMs };
}
