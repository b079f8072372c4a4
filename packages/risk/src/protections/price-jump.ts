import type { MarketId, TopOfBook } from '@perpstream/core';
import { shown } from '../limits/limit-hit';
import type { RiskInput } from '../monitor/risk-options';
import { middleOf } from './middle-of';
import type { Moment } from './moment';
import { PriceRange } from './price-range';
import type { Protection } from './protection';
import type { ProtectionOptions } from './protection-options';

type JumpOptions = Pick<ProtectionOptions, 'priceJumpFraction' | 'priceJumpWindowMs' | 'priceJumpLockMs'>;

/** The prices of one market within the window. */
type MarketRanges = { readonly oracle: PriceRange; readonly book: PriceRange };

/**
 * Locks a market when its oracle price or the middle of its book moved too far within the window.
 *
 * While it goes on, the lock is made longer once half of it is over.
 */
export class PriceJump implements Protection {
  readonly hears: readonly ('book' | 'context')[];
  readonly #markets = new Map<MarketId, MarketRanges>();

  constructor(private readonly options: JumpOptions) {
    const isOn = options.priceJumpFraction < Infinity && options.priceJumpLockMs > 0;
    this.hears = isOn ? ['book', 'context'] : [];
  }

  hear(input: RiskInput, moment: Moment): void {
    if (input.kind === 'book') this.#hearBook(input.marketId, input.top, moment);
    if (input.kind !== 'context' || input.oraclePriceUsd === undefined) return;
    const { oracle } = this.#rangesOf(input.marketId);
    this.#judge(oracle, input.oraclePriceUsd, input.marketId, 'the oracle price', moment);
  }

  #hearBook(marketId: MarketId, top: TopOfBook, moment: Moment): void {
    this.#judge(this.#rangesOf(marketId).book, middleOf(top), marketId, 'the middle of the book', moment);
  }

  #rangesOf(marketId: MarketId): MarketRanges {
    let ranges = this.#markets.get(marketId);
    if (ranges === undefined) {
      const { priceJumpWindowMs } = this.options;
      ranges = { oracle: new PriceRange(priceJumpWindowMs), book: new PriceRange(priceJumpWindowMs) };
      this.#markets.set(marketId, ranges);
    }
    return ranges;
  }

  #judge(range: PriceRange, priceUsd: number, marketId: MarketId, what: string, moment: Moment): void {
    const value = range.moveTo(priceUsd, moment.nowMs);
    if (value >= this.options.priceJumpFraction) this.#lock(value, marketId, what, moment);
  }

  #lock(value: number, marketId: MarketId, what: string, { nowMs, locks }: Moment): void {
    const { priceJumpFraction: bound, priceJumpWindowMs, priceJumpLockMs } = this.options;
    const held = locks.find('price-jump', marketId);
    if (held !== undefined && held.untilMs - nowMs > priceJumpLockMs / 2) return;
    const seconds = shown(priceJumpWindowMs / 1_000);
    const message = `${what} of ${marketId} moved ${shown(value * 100)} % within ${seconds} s (bound ${shown(bound * 100)} %)`;
    const untilMs = nowMs + priceJumpLockMs;
    locks.lock({ protection: 'price-jump', marketId, value, bound, sinceMs: nowMs, untilMs, message });
  }
}
