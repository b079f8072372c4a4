import type { Clock } from '@perpstream/core';
import type { ChannelUpdate } from '../venue/channel-update';
import { RESOLUTIONS } from '../venue/resolution';
import { VenueState } from '../venue/venue-state';

type Waiting = { readonly dueMs: number; readonly update: ChannelUpdate };

/** Updates that have been applied are let go of when there are this many. */
const FORGET_AT = 4_096;

/** The markets of a venue as they were some time ago: a second state that is always that much behind. */
export class LaggedState {
  readonly #state = new VenueState();
  #waiting: Waiting[] = [];
  #applied = 0;

  constructor(
    private readonly lagMs: number,
    private readonly clock: Clock,
  ) {}

  /** Begins with a copy of a state, which has everything that was added before. */
  begin(source: VenueState): void {
    this.#waiting = [];
    for (const [ticker, market] of source.markets()) {
      this.#state.apply({ channel: 'v4_markets', id: 'v4_markets', contents: { trading: { [ticker]: market } } });
      this.#copyMarket(source, ticker);
    }
    const height = source.height();
    if (height === undefined) return;
    const contents = { blockHeight: height.height, time: height.time };
    this.#state.apply({ channel: 'v4_block_height', id: 'v4_block_height', contents });
  }

  /** Takes an update that is seen later. */
  add(update: ChannelUpdate): void {
    if (update.channel === 'v4_subaccounts') return;
    this.#waiting.push({ dueMs: this.clock.now() + this.lagMs, update });
    this.#catchUp();
  }

  /** The state as it was. */
  current(): VenueState {
    this.#catchUp();
    return this.#state;
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

  #copyMarket(source: VenueState, ticker: string): void {
    this.#state.replaceBook(ticker, source.fullBook(ticker));
    const trades = source.trades(ticker).reverse();
    if (trades.length > 0) this.#state.apply({ channel: 'v4_trades', id: ticker, contents: { trades } });
    for (const resolution of RESOLUTIONS) {
      for (const contents of source.candles(ticker, resolution).reverse()) {
        this.#state.apply({ channel: 'v4_candles', id: `${ticker}/${resolution}`, contents });
      }
    }
  }
}
