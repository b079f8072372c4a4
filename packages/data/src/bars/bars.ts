import type { OperatorFunction } from 'rxjs';
import type { BarClosed, FaultSink, MarketData } from '@perpstream/core';
import { forEachMarketTrades } from '../for-each-market-trades';
import { checkedBarSpecs, type BarChoice } from './bar-specs';
import { MarketBars } from './market-bars';

/** Options of `bars`. */
export type BarsOptions = BarChoice & { readonly faults: FaultSink };

/**
 * Makes bars from trades, for all markets; `processMarketData` without the rest. Times are those of the exchange.
 *
 * Emits each bar once, closed, frozen and in order of its spec; specs in the order of the options, those of
 * `barIntervalsMs` first.
 *
 * - `time`: aligned to the epoch, from `startMs` to before `endMs`. Closed by a later trade of its market, or by a block
 *   whose time is not before its end, which closes the due bars of all markets in order of their first appearance.
 *   Without a trade it is empty, as the exchange's candles are: open = high = low = close = the previous close.
 * - `tick`, `volume`, `dollar`: closed by the trade with which the count, base units or USD since the previous bar reach
 *   the bound.
 * - `imbalance`: closed by the trade with which bought and sold USD since the previous bar differ by the bound or more.
 *
 * A trade that overshoots a bound belongs to the bar it closes, whole; the next bar starts from nothing with the next
 * trade. Such bars are never empty; `endMs` is one ms after the newest trade, and bars of one block share its time.
 *
 * **Interruptions.** From a gap of the trades, and before their first frame, blocks close nothing. The snapshot that ends
 * it adds the trades not seen before, in order, then what is due is closed. Where the snapshot does not reach back to
 * the newest trade seen, where live trades come without a snapshot, before the first snapshot's oldest trade, and while
 * the trades are in doubt, `isComplete` is false for the bars that may lack trades.
 *
 * **Candles.** Time bars as long as a candle of the exchange join with it. Before the first bar from trades come up to
 * 1,000 bars from candles, the unbroken run that leads to it; later a bar that is not complete is replaced by the candle
 * of its period (`source` `candle`, complete, `buyBase` NaN) once a later candle shows that it is final. No period is
 * sent twice. What waits for its candle holds up the bars behind it for up to 10 s of receive time; at the start also to
 * see whether there are candles.
 *
 * Of a market of which no trades are told, bars come from candles alone: with each update of the candles those that a later
 * one shows to be final. What lies in a hole of the candles is not made up.
 *
 * Of more than 1,000 bars without a trade at once, and of a first snapshot that spans more, only the newest 1,000 are made.
 * A trade whose bar is closed is not counted in it: one `late-data` fault per frame. An impossible trade (no id, a number
 * that is not > 0, a date more than 10 s ahead of the blocks) is not counted at all: one `malformed-frame` fault per frame.
 * @throws RangeError when an interval or a count is not an integer > 0, a bound is not > 0 and finite, or one stands twice
 * @see Lopez de Prado, "Advances in Financial Machine Learning" (2018), section 2.3, for tick, volume and dollar bars;
 *   its imbalance bars adapt the bound, these keep it
 * @example inputs$.pipe(bars({ faults, barIntervalsMs: [60_000], bars: [{ type: 'dollar', usd: 1_000_000 }] }))
 */
export function bars(options: BarsOptions): OperatorFunction<MarketData, BarClosed> {
  const specs = checkedBarSpecs(options);
  const { faults } = options;
  return forEachMarketTrades<BarClosed>(faults, (intake, emit) => ({
    bars: new MarketBars(intake, specs, faults, emit),
  }));
}
