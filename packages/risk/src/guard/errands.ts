import type { AccountState, MarketId } from '@perpstream/core';
import { Errand, type Holding } from './errand';
import { holdingsOf } from './holdings';

const NO_HOLDING: Holding = { sizeBase: 0, orders: [] };

/** What was asked of each market, held against what the account shows. */
export class Errands {
  readonly #errands = new Map<MarketId, Errand>();
  #holdings: ReadonlyMap<MarketId, Holding> = new Map();
  #nowMs = -Infinity;

  constructor(private readonly retryMs: number) {}

  /** Markets with a position or orders. */
  get holdings(): ReadonlyMap<MarketId, Holding> {
    return this.#holdings;
  }

  /** What is asked for is there, everywhere. */
  get areDone(): boolean {
    return [...this.#errands].every(([marketId, errand]) => errand.isDone(this.#at(marketId)));
  }

  observe(account: AccountState, nowMs: number): void {
    this.#holdings = holdingsOf(account);
    this.#nowMs = nowMs;
    for (const [marketId, errand] of this.#errands) errand.observe(this.#at(marketId), nowMs);
  }

  ask(marketId: MarketId, toBase: number): void {
    this.#errands.set(marketId, new Errand(toBase, this.#at(marketId), this.#nowMs));
  }

  target(marketId: MarketId): number | undefined {
    return this.#errands.get(marketId)?.toBase;
  }

  isPending(marketId: MarketId): boolean {
    return this.#errands.get(marketId)?.isDone(this.#at(marketId)) === false;
  }

  isStuck(marketId: MarketId): boolean {
    return this.#errands.get(marketId)?.isStuck(this.#at(marketId), this.#nowMs, this.retryMs) ?? false;
  }

  /** Whether a market must be asked: never asked before, something came in between, or nothing moved for too long. */
  isDue(marketId: MarketId): boolean {
    const errand = this.#errands.get(marketId);
    return errand === undefined || errand.isSpoilt(this.#at(marketId)) || this.isStuck(marketId);
  }

  /** Whether any market with an errand must be asked again, or one without has orders that may add to its position. */
  get areSpoilt(): boolean {
    const isStranger = ([marketId, { orders }]: readonly [MarketId, Holding]): boolean =>
      orders.length > 0 && !this.#errands.has(marketId);
    return [...this.#holdings].some(isStranger) || [...this.#errands.keys()].some((marketId) => this.isDue(marketId));
  }

  forget(): void {
    this.#errands.clear();
  }

  #at(marketId: MarketId): Holding {
    return this.#holdings.get(marketId) ?? NO_HOLDING;
  }
}
