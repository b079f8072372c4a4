import type { AccountState, MarketId, Reason } from '@perpstream/core';

/** What was decided last of a market, and what became of it. */
type Decided = { readonly sign: number; readonly sinceMs: number; wasShown: boolean };

function marketsIn({ positions, openOrders }: AccountState): Set<MarketId> {
  return new Set([...positions.keys(), ...[...openOrders.values()].map(({ marketId }) => marketId)]);
}

/** Compares what was decided with what the account shows. */
export class AccountWatch {
  #present: ReadonlySet<MarketId> = new Set();
  #isKnown = false;
  readonly #decided = new Map<MarketId, Decided>();
  readonly #goneMs = new Map<MarketId, number>();

  constructor(private readonly coolDownMs: number) {}

  /** The markets in which the account shows a position or an open order. */
  get present(): ReadonlySet<MarketId> {
    return this.#present;
  }

  observe(account: AccountState, nowMs: number): void {
    const present = marketsIn(account);
    for (const marketId of this.#present) {
      if (!present.has(marketId)) this.#goneMs.set(marketId, nowMs);
    }
    for (const [marketId, decided] of this.#decided) {
      if (Math.sign(account.positions.get(marketId)?.sizeBase ?? 0) === decided.sign) decided.wasShown = true;
    }
    this.#present = present;
    this.#isKnown = true;
  }

  /** Notes what was decided of a market. A change of size alone is no new decision. */
  decide(marketId: MarketId, targetUsd: number, nowMs: number): void {
    const sign = Math.sign(targetUsd);
    if (sign === 0) this.#decided.delete(marketId);
    else if (this.#decided.get(marketId)?.sign !== sign) {
      this.#decided.set(marketId, { sign, sinceMs: nowMs, wasShown: false });
    }
  }

  /** When the account last stopped showing a market; -Infinity when it never did. */
  goneMs(marketId: MarketId): number {
    return this.#goneMs.get(marketId) ?? -Infinity;
  }

  /**
   * Why what was decided of a market is not believed any more: the account showed the position and shows it no longer, or
   * it showed neither position nor order for the cool-down.
   */
  absence(marketId: MarketId, nowMs: number): Reason | undefined {
    const decided = this.#decided.get(marketId);
    if (!this.#isKnown || decided === undefined || this.#present.has(marketId)) return undefined;
    const goneMs = this.goneMs(marketId);
    if (decided.wasShown) return { name: 'closed-by-others', value: nowMs - goneMs };
    const value = nowMs - Math.max(decided.sinceMs, goneMs);
    return value >= this.coolDownMs ? { name: 'not-held', value, bound: this.coolDownMs } : undefined;
  }
}
