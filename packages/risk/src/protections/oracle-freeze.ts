import type { MarketContext, MarketId, TopOfBook } from '@perpstream/core';
import { shown } from '../limits/limit-hit';
import type { MarketRisk } from '../monitor/market-risk';
import type { RiskInput } from '../monitor/risk-options';
import { middleOf } from './middle-of';
import type { Moment } from './moment';
import type { Protection } from './protection';
import type { ProtectionOptions } from './protection-options';

type FreezeOptions = Pick<
  ProtectionOptions,
  'oracleFreezeFraction' | 'oracleFreezeMs' | 'oracleSilenceMs' | 'oracleFreezeLockMs'
>;

/** How often silence is looked for, in ms. */
const CHECK_MS = 1_000;

/** What is known of the oracle of a market with an open position. */
class OracleWatch {
  /** When the price was stated last, in event time. */
  statedMs: number;
  /** When its mark was last known, in heard time. */
  knownAtMs: number;

  constructor(
    readonly market: MarketRisk,
    { nowMs, heardMs }: Moment,
  ) {
    this.statedMs = nowMs;
    this.knownAtMs = heardMs;
  }
}

/**
 * Locks a market that is held when its oracle price stands still while its book goes elsewhere, or when its mark is not known for long;
 * and the book when nothing is heard of any oracle or block while other data come. What the account is worth is then not known.
 *
 * A lock holds until the cause is gone, and somewhat longer. While one holds, the level is at least `warning`.
 */
export class OracleFreeze implements Protection {
  readonly hears = ['book', 'context', 'block'] as const;
  readonly #watches = new Map<MarketId, OracleWatch>();
  readonly #frozen = new Set<MarketId>();
  #held: readonly MarketRisk[] = [];
  #isSilent = false;
  /** When an oracle price or a block was heard of last, in heard time. */
  #aliveAtMs = 0;
  #dueMs = Infinity;

  constructor(private readonly options: FreezeOptions) {}

  /** Whether a mark of an open position cannot be relied on now. */
  get isFrozen(): boolean {
    return this.#frozen.size > 0 || (this.#isSilent && this.#watches.size > 0);
  }

  get dueMs(): number {
    return this.#dueMs;
  }

  hear(input: RiskInput, moment: Moment): void {
    if (input.kind === 'book') {
      const watch = this.#watches.get(input.marketId);
      if (watch !== undefined) this.#compare(watch, input.top, moment);
    } else {
      if (input.kind === 'context') this.#hearContext(input, moment);
      this.#aliveAtMs = moment.heardMs;
      if (this.#isSilent) this.#endSilence(moment);
    }
  }

  settle(moment: Moment): void {
    if (moment.held === this.#held) return;
    this.#held = moment.held;
    for (const [marketId, { market }] of this.#watches) {
      if (market.position !== undefined) continue;
      this.#watches.delete(marketId);
      this.#thaw(marketId, moment);
    }
    for (const market of moment.held) {
      if (!this.#watches.has(market.marketId)) this.#watches.set(market.marketId, new OracleWatch(market, moment));
    }
    if (this.#watches.size === 0) this.#dueMs = Infinity;
    else if (this.#dueMs === Infinity) this.#dueMs = moment.nowMs + CHECK_MS;
  }

  advance(moment: Moment): void {
    if (moment.nowMs < this.#dueMs) return;
    this.#dueMs = moment.nowMs + CHECK_MS;
    const { oracleSilenceMs } = this.options;
    for (const watch of this.#watches.values()) {
      if (watch.market.missing === undefined) watch.knownAtMs = moment.heardMs;
      else if (moment.heardMs - watch.knownAtMs >= oracleSilenceMs) this.#freezeMissing(watch, moment);
    }
    if (!this.#isSilent && moment.heardMs - this.#aliveAtMs >= oracleSilenceMs) this.#beginSilence(moment);
  }

  #hearContext({ marketId, receivedMs, oraclePriceUsd, oracleReceivedMs }: MarketContext, moment: Moment): void {
    const watch = this.#watches.get(marketId);
    if (watch === undefined || watch.market.missing !== undefined) return;
    watch.knownAtMs = moment.heardMs;
    const statedMs = oraclePriceUsd === undefined ? -Infinity : (oracleReceivedMs ?? receivedMs);
    if (!(statedMs > watch.statedMs)) return;
    watch.statedMs = statedMs;
    this.#thaw(marketId, moment);
  }

  #compare({ market, statedMs }: OracleWatch, top: TopOfBook, moment: Moment): void {
    const ageMs = moment.nowMs - statedMs;
    const { oracleFreezeFraction: bound, oracleFreezeMs } = this.options;
    if (ageMs < oracleFreezeMs || this.#frozen.has(market.marketId)) return;
    const value = Math.abs(middleOf(top) / market.oraclePriceUsd - 1);
    if (!(value >= bound)) return;
    const message = `the oracle price of ${market.marketId} is ${shown(ageMs / 1_000)} s old and ${shown(value * 100)} % from its book (bound ${shown(bound * 100)} %)`;
    this.#freeze(market.marketId, value, bound, message, moment);
  }

  #freezeMissing({ market, knownAtMs }: OracleWatch, moment: Moment): void {
    if (this.#frozen.has(market.marketId)) return;
    const ageMs = moment.heardMs - knownAtMs;
    const message = `the ${market.missing} of ${market.marketId}, which is held, is not known for ${shown(ageMs / 1_000)} s`;
    this.#freeze(market.marketId, ageMs, this.options.oracleSilenceMs, message, moment);
  }

  #freeze(marketId: MarketId, value: number, bound: number, message: string, { nowMs, locks }: Moment): void {
    this.#frozen.add(marketId);
    locks.lock({ protection: 'oracle-freeze', marketId, value, bound, sinceMs: nowMs, untilMs: Infinity, message });
  }

  #thaw(marketId: MarketId, { nowMs, locks }: Moment): void {
    if (!this.#frozen.delete(marketId)) return;
    locks.endAt(nowMs + this.options.oracleFreezeLockMs, 'oracle-freeze', marketId);
  }

  #beginSilence({ nowMs, heardMs, locks }: Moment): void {
    this.#isSilent = true;
    const value = heardMs - this.#aliveAtMs;
    const bound = this.options.oracleSilenceMs;
    const message = `nothing was heard of any oracle price or block for ${shown(value / 1_000)} s (bound ${shown(bound / 1_000)} s)`;
    locks.lock({ protection: 'oracle-freeze', value, bound, sinceMs: nowMs, untilMs: Infinity, message });
  }

  #endSilence({ nowMs, locks }: Moment): void {
    this.#isSilent = false;
    locks.endAt(nowMs + this.options.oracleFreezeLockMs, 'oracle-freeze');
  }
}
