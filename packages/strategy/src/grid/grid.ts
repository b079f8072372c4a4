import type { Strategy } from '@perpstream/core';
import { quoteStrategy } from '../quotes/quote-strategy';
import { GridModel } from './grid-model';
import { gridSettings, type GridOptions } from './grid-options';

/**
 * Works a grid of prices: buys a level lower each time the price falls by a step, sells a level higher each time it rises by
 * one, and earns the step less two maker fees on every there and back.
 *
 * Level i is at anchor x (1 + step)^i (`geometric`) or anchor x (1 + step x i) (`arithmetic`). What is held says which levels
 * were filled: at +n units the bid is at level -n - 1 and the ask at -n + 1, so nothing has to be remembered, and after a
 * restart the grid goes on from the position. One level a side is live at a time: a move through several levels between two
 * decisions fills one of them.
 *
 * - A market of `ranges` has its grid within the range, anchored in the middle, for good. Others have `levels` to either side
 *   of the first mid, or of the anchor that explains a position they find; after `reanchorMs` outside without a position the
 *   grid moves to the mid.
 * - Outside the range both quotes are withdrawn; with `outside: 'flatten'` the position is offered at the touch.
 * - While the `trend` score is above `maxTrend` only the reducing side is quoted, and nothing while it is missing: a grid
 *   collects inventory in a trend.
 * - Options by which a step does not pay the fees of a round trip at every level are refused.
 *
 * Confidence is the share of the levels that is left. Input, output, throttle, universe and withdrawal: `quoteStrategy`.
 * @throws RangeError when an option is out of its bounds
 * @example input$.pipe(grid({ scheduler, ranges: { 'BTC-USD': { lowerUsd: 90_000, upperUsd: 110_000 } }, stepBps: 50 }))
 * @see docs/strategies/grid.md
 */
export function grid(options: GridOptions): Strategy {
  const settings = gridSettings(options);
  return quoteStrategy({
    name: 'grid',
    ...options,
    createModel: (marketId) => new GridModel(marketId, settings),
  });
}
