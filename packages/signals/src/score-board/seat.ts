import type { ProcessedData, ProcessedMarketData, SignalScore } from '@perpstream/core';
import type { Observable } from 'rxjs';
import type { EventKind } from '../engine/engine-plan';
import type { MarketRow } from './score-table';

/** The place of one engine on the board. What the engine says goes to the table of scores. */
export interface Seat {
  /** To be subscribed to while the board runs: what the engine says as an operator. */
  readonly said$: Observable<SignalScore>;
  /** Whether the engine has to see events of this kind. */
  reads(kind: EventKind): boolean;
  /** Shows an event to it, with the row of the market. */
  see(event: ProcessedMarketData, row: MarketRow): void;
  /** Shows an event to it that says that data of the market were lost. */
  seeInterruption(event: ProcessedMarketData, row: MarketRow): void;
  /** Shows an event to it that belongs to no market. */
  seeOther(event: ProcessedData): void;
  /** Tells it that there will be no more events. */
  complete(): void;
}
