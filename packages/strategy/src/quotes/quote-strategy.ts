import type { Strategy } from '@perpstream/core';
import { auditTime, connect, defer, endWith, filter, ignoreElements, mergeMap, takeUntil } from 'rxjs';
import { QuoteDesk } from './quote-desk';
import { quoteSettings, type QuoteStrategyOptions } from './quote-options';

/**
 * Makes a strategy that quotes: a model per market says which two prices and how much of each, everything else is done here.
 *
 * Input: scores, processed data and account states of all markets, one stream. Output: `quotes` decisions, numbered from 0,
 * with the reasons of the model or the rule that withdrew them; `receivedMs` and `cause` are those of the latest input of
 * the market, or of the account, that they rest on.
 *
 * - A market is quoted when the account is known, its oracle price too, it passes the `universe` and its spread is at least
 *   `minSpreadBps`; the first `maxMarkets` that may be. Spread and prices are those of the others: levels that are own
 *   quotes alone are left out.
 * - Quotes are made once per block, and for one market at most every `requoteBlocks`. Without blocks for `blockFallbackMs`,
 *   other inputs give the beat. More markets than the rate limit of the chain allows are refused.
 * - Prices are rounded to the tick away from the market and never cross it; sizes to the step, cut to `maxInventoryUsd`: at
 *   the limit only the reducing side is quoted. A side worth less than `minQuoteUsd` is left out.
 * - A decision is sent when a side appears, disappears, should move by more than `repriceBps`, or change by more than
 *   `resizeFraction`. A side that stays is repeated exactly, so that its order keeps its place in the queue.
 * - What was filled of a quote, as the position shows, counts as gone and is quoted anew by a later decision; so is a side of
 *   which the account shows no order for `renewMs`. When the same would be decided again, the end of the side is decided first.
 * - Both quotes are withdrawn, once and without waiting for a block, when data are not live, the market is not `ACTIVE` or
 *   leaves the universe, the account or the oracle is unknown, or the model has no plan. Inventory is then left alone, and
 *   the market keeps its place while it has any.
 *
 * State is born with each subscription. When the input ends, what is due is dropped.
 * @throws RangeError when an option is out of its bounds
 * @example
 * const touch = quoteStrategy({
 *   name: 'touch',
 *   scheduler,
 *   createModel: () => ({
 *     quotes: ({ market: { top } }) => ({
 *       bid: { priceUsd: top.bidPriceUsd, sizeBase: 0.01 },
 *       ask: { priceUsd: top.askPriceUsd, sizeBase: 0.01 },
 *       confidence: 1,
 *       reasons: [{ name: 'touch', value: top.bidPriceUsd }],
 *     }),
 *   }),
 * });
 */
export function quoteStrategy(options: QuoteStrategyOptions): Strategy {
  const settings = quoteSettings(options);
  return (source$) =>
    defer(() => {
      const desk = new QuoteDesk(settings);
      return source$.pipe(
        connect((inputs$) =>
          inputs$.pipe(
            filter((input) => desk.observe(input)),
            // Decided when all have seen the present input, not in the middle of it.
            auditTime(0, settings.scheduler),
            mergeMap(() => desk.decide()),
            takeUntil(inputs$.pipe(ignoreElements(), endWith('end'))),
          ),
        ),
      );
    });
}
