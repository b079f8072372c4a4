import type { FrozenMarkets } from '../faults/frozen-markets';
import type { ChannelUpdate } from '../venue/channel-update';
import type { IndexerBook } from '../venue/indexer-shapes';
import type { VenueState } from '../venue/venue-state';
import type { Broadcaster } from './broadcaster';

/** The way from the venue to the subscribers, which can be held. */
export class Publishing {
  readonly #waiting: ChannelUpdate[] = [];
  /** The books as they were published when publishing was paused; undefined when it is not. */
  #books: ReadonlyMap<string, IndexerBook> | undefined;
  #resumed: (() => void)[] = [];

  constructor(
    private readonly state: VenueState,
    private readonly frozen: FrozenMarkets,
    private readonly broadcaster: Broadcaster,
  ) {}

  get isPaused(): boolean {
    return this.#books !== undefined;
  }

  publish(update: ChannelUpdate): void {
    if (this.isPaused) this.#waiting.push(update);
    else this.#forward(update);
  }

  /** Publishes nothing until `resume`; what the venue brings meanwhile waits. */
  pause(): void {
    this.#books ??= new Map([...this.state.markets().keys()].map((ticker) => [ticker, this.state.fullBook(ticker)]));
  }

  /** Publishes what has waited, in order, and goes on. */
  resume(): void {
    this.#books = undefined;
    for (const update of this.#waiting.splice(0)) this.#forward(update);
    for (const wake of this.#resumed.splice(0)) wake();
  }

  /** Resolves when publishing is not paused. */
  async whenRunning(): Promise<void> {
    if (this.isPaused) await new Promise<void>((resolve) => this.#resumed.push(resolve));
  }

  /** The book that a client has who missed nothing: every level; undefined for an unknown market. */
  trueBook(ticker: string): IndexerBook | undefined {
    if (!this.state.hasMarket(ticker)) return undefined;
    return this.#books?.get(ticker) ?? this.state.fullBook(ticker);
  }

  #forward(update: ChannelUpdate): void {
    const passed = this.frozen.pass(update);
    if (passed !== undefined) this.broadcaster.publish(passed);
  }
}
