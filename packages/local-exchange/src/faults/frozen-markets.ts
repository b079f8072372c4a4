import type { ChannelUpdate } from '../venue/channel-update';
import { marketOf } from './outgoing-frame';

/** Markets whose updates reach nobody for a time. */
export class FrozenMarkets {
  readonly #freezes = new Map<string, number>();

  /** Freezes a market; returns what ends that. */
  freeze(market: string): () => void {
    this.#freezes.set(market, (this.#freezes.get(market) ?? 0) + 1);
    return () => {
      const left = this.#freezes.get(market)! - 1;
      if (left === 0) this.#freezes.delete(market);
      else this.#freezes.set(market, left);
    };
  }

  /** What of an update is still published; undefined when nothing is. */
  pass(update: ChannelUpdate): ChannelUpdate | undefined {
    if (this.#freezes.size === 0) return update;
    if (update.channel !== 'v4_markets') {
      const market = marketOf(update.channel, update.id);
      return market !== undefined && this.#freezes.has(market) ? undefined : update;
    }
    const trading = this.#without(update.contents.trading);
    const oraclePrices = this.#without(update.contents.oraclePrices);
    if (trading === undefined && oraclePrices === undefined) return undefined;
    return {
      ...update,
      contents: { ...(trading && { trading }), ...(oraclePrices && { oraclePrices }) },
    };
  }

  #without<T>(byTicker: Readonly<Record<string, T>> | undefined): Readonly<Record<string, T>> | undefined {
    const left = Object.entries(byTicker ?? {}).filter(([ticker]) => !this.#freezes.has(ticker));
    return left.length === 0 ? undefined : Object.fromEntries(left);
  }
}
