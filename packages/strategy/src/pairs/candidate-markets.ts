import type { MarketId } from '@perpstream/core';
import type { UniverseOptions } from '../universe/universe-options';

/** A market is replaced among the candidates only by one with so many times its volume. */
const INCUMBENT_BONUS = 1.25;

/** The most traded markets: those whose pairs are looked at. */
export class CandidateMarkets {
  readonly #volumesUsd = new Map<MarketId, number>();
  #members: readonly MarketId[] = [];

  constructor(
    private readonly most: number,
    private readonly lists: Pick<UniverseOptions, 'allow' | 'deny'>,
  ) {}

  /** In the order of their names, as of the latest choice. */
  get members(): readonly MarketId[] {
    return this.#members;
  }

  setVolume(marketId: MarketId, volume24hUsd: number): void {
    const { allow, deny } = this.lists;
    const isListed = (allow.length === 0 || allow.includes(marketId)) && !deny.includes(marketId);
    if (isListed) this.#volumesUsd.set(marketId, volume24hUsd);
  }

  /** Chooses anew. Says whether the members changed. */
  choose(): boolean {
    const worth = (marketId: MarketId): number =>
      this.#volumesUsd.get(marketId)! * (this.#members.includes(marketId) ? INCUMBENT_BONUS : 1);
    const ranked = [...this.#volumesUsd.keys()].sort((a, b) => worth(b) - worth(a) || (a < b ? -1 : 1));
    const members = ranked.slice(0, this.most).sort();
    const isOther = members.length !== this.#members.length || members.some((id, i) => id !== this.#members[i]);
    this.#members = members;
    return isOther;
  }
}
