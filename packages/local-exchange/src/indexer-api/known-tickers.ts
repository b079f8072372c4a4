import type { VenueState } from '../venue/venue-state';

/** The markets that can be subscribed to: the Indexer reads its list of markets anew from time to time only. */
export class KnownTickers {
  /** Listed markets when the list was read; undefined when it is always up to date. */
  #listed: ReadonlySet<string> | undefined;

  constructor(private readonly state: VenueState) {}

  /** Reads the list of markets; from now on later ones are unknown until it is read again. */
  refresh(): void {
    this.#listed = new Set(this.state.markets().keys());
  }

  has(ticker: string): boolean {
    if (!this.state.hasMarket(ticker)) return false;
    return this.#listed === undefined || this.#listed.has(ticker) || !this.state.markets().has(ticker);
  }
}
