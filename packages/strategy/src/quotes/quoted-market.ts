import type { AccountState, MarketId, OpenOrder } from '@perpstream/core';
import type { QuoteModel } from './quote-model';
import { StandingQuotes } from './standing-quotes';

/** What the desk keeps of one market besides what every strategy sees of it. */
export class QuotedMarket {
  readonly standing: StandingQuotes = new StandingQuotes();
  /** The account's open orders here. */
  openQuotes: readonly OpenOrder[] = [];
  /** It is one of the markets that are quoted. */
  hasPlace: boolean = false;
  /** The beat at which it was last looked at, and at which it was last decided. */
  seenBeat: number = -1;
  decidedBeat: number = -Infinity;
  #positionBase = 0;

  constructor(
    readonly marketId: MarketId,
    readonly model: QuoteModel,
  ) {}

  /** Signed position in base units. */
  get positionBase(): number {
    return this.#positionBase;
  }

  /** Takes over position and orders of the market: what changed of the position was filled of the quotes. */
  learnAccount(account: AccountState, openQuotes: readonly OpenOrder[], nowMs: number): void {
    const positionBase = account.positions.get(this.marketId)?.sizeBase ?? 0;
    this.standing.fill(positionBase - this.#positionBase);
    this.#positionBase = positionBase;
    this.openQuotes = openQuotes;
    const isShown = (side: OpenOrder['side']): boolean => openQuotes.some((order) => order.side === side);
    this.standing.show('bid', isShown('buy'), nowMs);
    this.standing.show('ask', isShown('sell'), nowMs);
  }
}
