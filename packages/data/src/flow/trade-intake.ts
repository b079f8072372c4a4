import type { FaultSink, MarketId, Trade, Trades } from '@perpstream/core';
import type { ExchangeTime } from '../clock/exchange-time';
import { SeenTrades } from './seen-trades';

/** What a frame of trades adds to what was known. */
export type TradeNews = {
  /** Trades not seen before, in the order of the frame. */
  readonly trades: readonly Trade[];
  /** They just happened; otherwise they are history. */
  readonly isLive: boolean;
  /**
   * Between the trades seen before and these others may be missing, up to and including this exchange time; undefined
   * when these follow without a hole.
   */
  readonly missingThroughMs: number | undefined;
};

/**
 * Takes in the trades of one market: separates new ones from repetitions, what just happened from history, and tells
 * where trades may be missing.
 */
export class TradeIntake {
  readonly #seen = new SeenTrades();
  #isKnown = false;
  #missingThroughMs = -Infinity;

  constructor(
    readonly marketId: MarketId,
    readonly time: ExchangeTime,
    private readonly faults: FaultSink,
  ) {}

  /** Whether every trade arrives: not before the first frame, nor from an interruption to the frame that ends it. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** The stream is interrupted: until its next frame nothing is known. */
  interrupt(): void {
    this.#isKnown = false;
  }

  take(event: Trades): TradeNews {
    const sound = this.#soundTrades(event);
    const isUnbroken = event.isSnapshot ? this.#isReached(sound) : this.#isKnown;
    const unseen = sound.filter((trade) => this.#seen.add(trade));
    const isLive = !event.isSnapshot;
    const [oldest] = unseen;
    if (isUnbroken) {
      this.#isKnown = true;
      return { trades: isLive ? unseen : this.#sinceHole(unseen), isLive, missingThroughMs: undefined };
    }
    // Neither repetitions nor an outdated snapshot tell what happened: the next trade will.
    if (oldest === undefined) return { trades: unseen, isLive, missingThroughMs: undefined };
    this.#isKnown = true;
    this.#missingThroughMs = oldest.exchangeMs;
    return { trades: unseen, isLive, missingThroughMs: oldest.exchangeMs };
  }

  /** A later snapshot may reach back to before the hole, or the start: that is given up. */
  #sinceHole(trades: readonly Trade[]): readonly Trade[] {
    return trades.filter(({ exchangeMs }) => exchangeMs > this.#missingThroughMs);
  }

  /** Whether a snapshot reaches back to the newest trade seen, or is older than what the stream brought since. */
  #isReached(snapshot: readonly Trade[]): boolean {
    const { newestMs } = this.#seen;
    if (snapshot.some((trade) => trade.exchangeMs === newestMs && this.#seen.has(trade))) return true;
    // An empty one says that the market never traded: then there is nothing to miss.
    const isKnown = this.#isKnown || newestMs === -Infinity;
    return isKnown && newestMs >= (snapshot.at(-1)?.exchangeMs ?? -Infinity);
  }

  #soundTrades(event: Trades): readonly Trade[] {
    const odd = event.trades.filter((trade) => !this.#isSound(trade, event.receivedMs));
    if (odd.length === 0) return event.trades;
    this.#reportOdd(event, odd);
    return event.trades.filter((trade) => !odd.includes(trade));
  }

  #isSound({ id, priceUsd, sizeBase, exchangeMs }: Trade, receivedMs: number): boolean {
    const isNumeric = priceUsd > 0 && priceUsd < Infinity && sizeBase > 0 && sizeBase < Infinity;
    return isNumeric && id !== '' && exchangeMs > -Infinity && !this.time.isAhead(exchangeMs, receivedMs);
  }

  /** One fault per frame: whatever spoils one trade spoils all that came with it. */
  #reportOdd({ receivedMs, cause }: Trades, odd: readonly Trade[]): void {
    const [first] = odd;
    const { marketId } = this;
    const shown = `id "${first?.id}", ${first?.sizeBase} at ${first?.priceUsd}, dated ${first?.exchangeMs}`;
    const message = `impossible trades: ${odd.length}, the first ${shown}; received ${receivedMs}: not counted`;
    this.faults.report({
      kind: 'malformed-frame',
      where: `trades of ${marketId}`,
      message,
      marketId,
      receivedMs,
      cause,
    });
  }
}
