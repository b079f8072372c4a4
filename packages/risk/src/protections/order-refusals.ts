import type { ClientId, ExecutionReport, MarketId } from '@perpstream/core';
import type { RiskInput } from '../monitor/risk-options';
import type { Moment } from './moment';
import type { Protection } from './protection';
import type { ProtectionOptions } from './protection-options';

type RefusalOptions = Pick<
  ProtectionOptions,
  'maxOrderRefusals' | 'orderRefusalsWindowMs' | 'orderRefusalsLockMs' | 'orderRefusalsMaxLockMs'
>;

/**
 * Ends that are in the order's own conditions: it would have taken, or rested, or met an order of the same account, or it was
 * taken back. The market had moved on; the exchange has nothing against the order.
 *
 * @see v4-chain `x/clob/types/removal_reason.proto` for the names
 */
const OWN_CONDITIONS: ReadonlySet<string> = new Set([
  'USER_CANCELED',
  'POST_ONLY_WOULD_CROSS_MAKER_ORDER',
  'IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK',
  'SELF_TRADE_ERROR',
  'REDUCE_ONLY_RESIZE',
]);

/** Orders whose end was never heard of are forgotten once there are so many younger ones. */
const REMEMBERED_ORDERS = 10_000;

/** The refusals of one market. */
class MarketRefusals {
  readonly #times: number[] = [];
  #lastEndMs = -Infinity;
  #lockMs = 0;

  /** Counts one more, returns how many the window holds. */
  count(nowMs: number, windowMs: number): number {
    this.#times.push(nowMs);
    while (this.#times[0]! <= nowMs - windowMs) this.#times.shift();
    return this.#times.length;
  }

  /** How long to lock: twice as long as before when the last lock ended less than its own length ago. */
  nextLockMs(nowMs: number, { orderRefusalsLockMs, orderRefusalsMaxLockMs }: RefusalOptions): number {
    const isSoon = nowMs - this.#lastEndMs < this.#lockMs;
    const wantedMs = isSoon ? this.#lockMs * 2 : orderRefusalsLockMs;
    this.#lockMs = Math.min(wantedMs, orderRefusalsMaxLockMs);
    this.#lastEndMs = nowMs + this.#lockMs;
    this.#times.length = 0;
    return this.#lockMs;
  }
}

/**
 * Backs off from a market in which the exchange refuses one order for new exposure after the other: something is wrong that sending more
 * does not mend. Ends that are in the order's own conditions do not count.
 */
export class OrderRefusals implements Protection {
  readonly hears = ['submitted', 'cancel', 'cancelled', 'rejected', 'filled', 'expired'] as const;
  /** Orders for new exposure that the bot has not taken back. */
  readonly #opening = new Set<ClientId>();
  readonly #markets = new Map<MarketId, MarketRefusals>();

  constructor(private readonly options: RefusalOptions) {}

  hear(input: RiskInput, moment: Moment): void {
    if (input.kind === 'submitted') {
      if (!input.order.reduceOnly) this.#remember(input.clientId);
    } else if (input.kind === 'rejected' || input.kind === 'cancelled') {
      if (this.#opening.delete(input.clientId) && !OWN_CONDITIONS.has(input.reason)) this.#count(input, moment);
    } else if (input.kind === 'cancel' || input.kind === 'filled' || input.kind === 'expired') {
      this.#opening.delete(input.clientId);
    }
  }

  #remember(clientId: ClientId): void {
    this.#opening.add(clientId);
    if (this.#opening.size <= REMEMBERED_ORDERS) return;
    for (const oldest of this.#opening) {
      this.#opening.delete(oldest);
      return;
    }
  }

  #count({ marketId, reason }: Extract<ExecutionReport, { readonly reason: string }>, moment: Moment): void {
    let market = this.#markets.get(marketId);
    if (market === undefined) this.#markets.set(marketId, (market = new MarketRefusals()));
    const { maxOrderRefusals: bound, orderRefusalsWindowMs } = this.options;
    const { nowMs, locks } = moment;
    if (locks.find('order-refusals', marketId) !== undefined) return;
    const value = market.count(nowMs, orderRefusalsWindowMs);
    if (value < bound) return;
    const untilMs = nowMs + market.nextLockMs(nowMs, this.options);
    if (!(untilMs > nowMs)) return;
    const message = `the exchange refused ${value} orders in ${marketId} (bound ${bound}), the last: ${reason}`;
    locks.lock({ protection: 'order-refusals', marketId, value, bound, sinceMs: nowMs, untilMs, message });
  }
}
