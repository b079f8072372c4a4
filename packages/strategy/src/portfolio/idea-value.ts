import type { MarketId } from '@perpstream/core';
import type { Leg } from './idea';

/**
 * What an idea has gained per USD of its notional: the sum over its legs of weight x log price change, from the moment each
 * leg is first seen. A leg without a price keeps its last one, so that what happened meanwhile counts when it is back.
 *
 * The logarithm makes the value independent of when it is looked at, also when the legs change on the way; it is the value
 * of an idea whose size is kept constant. For moves of a few percent it is the relative change.
 */
export class IdeaValue {
  readonly #pricesUsd = new Map<MarketId, number>();
  #value = 0;

  constructor(private readonly sign: 1 | -1) {}

  see(legs: readonly Leg[], priceOf: (marketId: MarketId) => number | undefined): number {
    for (const { marketId, weight } of legs) {
      const priceUsd = priceOf(marketId);
      if (priceUsd === undefined) continue;
      const beforeUsd = this.#pricesUsd.get(marketId) ?? priceUsd;
      this.#value += this.sign * weight * Math.log(priceUsd / beforeUsd);
      this.#pricesUsd.set(marketId, priceUsd);
    }
    this.#forgetAllBut(legs);
    return this.#value;
  }

  /** A leg that comes back later starts anew: what its price did meanwhile was not gained. */
  #forgetAllBut(legs: readonly Leg[]): void {
    for (const marketId of this.#pricesUsd.keys()) {
      if (!legs.some((leg) => leg.marketId === marketId)) this.#pricesUsd.delete(marketId);
    }
  }
}
