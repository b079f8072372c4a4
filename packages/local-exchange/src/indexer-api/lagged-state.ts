import type { Clock } from '@perpstream/core';
import type { ChannelUpdate } from '../venue/channel-update';
import { RESOLUTIONS } from '../venue/resolution';
import { VenueState } from '../venue/venue-state';
import { PastBook } from './past-book';

type Waiting = { readonly dueMs: number; readonly update: ChannelUpdate };

/** Updates that have been applied are let go of when there are this many. */
const FORGET_AT = 4_096;

/**
 * The markets of a venue as they were some time ago: a second state that is always that much behind. Books are copied
 * from the venue, whose streams may depart from them; everything else follows the updates.
 */
export class LaggedState {
  readonly #state = new VenueState();
  readonly #books = new Map<string, PastBook>();
  #waiting: Waiting[] = [];
  #applied = 0;

  constructor(
    private readonly source: VenueState,
    private readonly lagMs: number,
    private readonly clock: Clock,
  ) {}

  /** Begins with a copy of the state, which has everything that was added before. */
  begin(): void {
    this.#waiting = [];
    for (const [ticker, market] of this.source.markets()) {
      this.#state.apply({ channel: 'v4_markets', id: 'v4_markets', contents: { trading: { [ticker]: market } } });
      this.#bookOf(ticker);
      this.#copyHistory(ticker);
    }
    const height = this.source.height();
    if (height === undefined) return;
    const contents = { blockHeight: height.height, time: height.time };
    this.#state.apply({ channel: 'v4_block_height', id: 'v4_block_height', contents });
  }

  /** Takes an update that is seen later. */
  add(update: ChannelUpdate): void {
    if (update.channel === 'v4_subaccounts') return;
    if (update.channel === 'v4_orderbook') return this.#bookOf(update.id).changed();
    this.#waiting.push({ dueMs: this.clock.now() + this.lagMs, update });
    this.#catchUp();
  }

  /** The state as it was; markets that are gone are gone at once. */
  current(): VenueState {
    this.#catchUp();
    for (const ticker of this.#state.markets().keys()) {
      if (this.source.hasMarket(ticker)) continue;
      this.#state.removeMarket(ticker);
      this.#books.delete(ticker);
    }
    return this.#state;
  }

  #bookOf(ticker: string): PastBook {
    let book = this.#books.get(ticker);
    if (book === undefined) {
      book = new PastBook(
        this.lagMs,
        () => this.clock.now(),
        () => this.source.book(ticker),
      );
      this.#books.set(ticker, book);
      this.#state.attachBook(ticker, book);
    }
    return book;
  }

  #catchUp(): void {
    const nowMs = this.clock.now();
    for (let next = this.#waiting[this.#applied]; next !== undefined && next.dueMs <= nowMs;) {
      this.#state.apply(next.update);
      this.#applied += 1;
      next = this.#waiting[this.#applied];
    }
    if (this.#applied < FORGET_AT) return;
    this.#waiting = this.#waiting.slice(this.#applied);
    this.#applied = 0;
  }

  #copyHistory(ticker: string): void {
    const trades = this.source.trades(ticker).reverse();
    if (trades.length > 0) this.#state.apply({ channel: 'v4_trades', id: ticker, contents: { trades } });
    for (const resolution of RESOLUTIONS) {
      for (const contents of this.source.candles(ticker, resolution).reverse()) {
        this.#state.apply({ channel: 'v4_candles', id: `${ticker}/${resolution}`, contents });
      }
    }
  }
}
