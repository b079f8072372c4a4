import type { Bar, ProcessedMarketData } from '@perpstream/core';
import { Cells } from '../math/cells';
import { ElapsedTime } from '../math/elapsed-time';
import type { BarReader } from './bar-source';
import type { EventKind } from './engine-plan';

/** The kinds of events that tell of money and time: bars, or where there is no length of bars, flows and books. */
export function moneyKinds(barMs: number | undefined): readonly EventKind[] {
  return barMs === undefined ? ['flow', 'book'] : ['bar'];
}

/**
 * What was traded in one market, from event to event, read from live flows or from bars.
 *
 * Live, `flow` events carry the money and `book` events the time in which nothing was traded; time is `receivedMs`. Of bars
 * every complete one of the right length is that long, whenever it came, so that history that arrives at once counts as
 * the time it tells of; bars of which trades may be missing are passed over, and their time with them. The fields stand
 * until the next event is taken.
 */
export class TradedMoney {
  readonly #time: ElapsedTime;
  readonly #barsMs: number;
  /** Time known of since the first event, in ms. */
  seenMs: number = 0;
  /** The time that this event adds, in ms; 0 for the first live event. */
  stepMs: number = 0;
  /** When the money was traded: receive time, or the start of the bar. */
  atMs: number = 0;
  /** Bought and sold by takers in this step. */
  usd: number = 0;
  /** Bought minus sold; NaN in a bar that does not tell. */
  signedUsd: number = 0;
  trades: number = 0;
  /** 0 where it is not told. */
  largestTradeUsd: number = 0;

  /** @param barOf reads the bars; undefined: live flows and books are read */
  constructor(
    private readonly barOf: BarReader | undefined,
    private readonly cells: Cells = new Cells(),
  ) {
    this.#time = new ElapsedTime(cells);
    // Below 0 before the first bar, which begins before there was anything.
    this.#barsMs = cells.reserve(1, -1);
  }

  /** Takes in an event; false when it tells nothing of money or time. */
  take(event: ProcessedMarketData): boolean {
    if (this.barOf === undefined) return this.#takeLive(event);
    const bar = this.barOf(event);
    if (bar === undefined || !bar.isComplete) return false;
    this.#takeBar(bar);
    return true;
  }

  #takeLive(event: ProcessedMarketData): boolean {
    if (event.kind === 'flow') {
      this.usd = event.buyUsd + event.sellUsd;
      this.signedUsd = event.buyUsd - event.sellUsd;
      this.trades = event.trades;
      this.largestTradeUsd = event.largestTradeUsd;
    } else if (event.kind === 'book') {
      this.usd = this.signedUsd = this.trades = this.largestTradeUsd = 0;
    } else return false;
    this.atMs = event.receivedMs;
    this.stepMs = this.#time.stepTo(event.receivedMs);
    this.seenMs = this.#time.sinceFirstMs;
    return true;
  }

  #takeBar({ startMs, endMs, volumeUsd, volumeBase, buyBase, trades }: Bar): void {
    this.usd = volumeUsd;
    // Without volume as many were bought as sold, if it is told at all.
    this.signedUsd = volumeUsd * (volumeBase > 0 ? (2 * buyBase) / volumeBase - 1 : buyBase);
    this.trades = trades;
    this.largestTradeUsd = 0;
    this.atMs = startMs;
    this.stepMs = endMs - startMs;
    const beforeMs = this.cells.row[this.#barsMs]!;
    this.seenMs = beforeMs < 0 ? 0 : beforeMs + this.stepMs;
    this.cells.row[this.#barsMs] = this.seenMs;
  }
}
