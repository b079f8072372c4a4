import type { Side } from '@perpstream/core';
import type { MarketGrid } from '../chain/market-grid';
import type { NewOrder, Placement } from '../matching/order';
import type { SeededRandom } from '../random/seeded-random';
import type { FairValue } from './fair-value';

/**
 * Who may trade: everybody; makers alone, on their side of the oracle price, as in a market that is being initialized;
 * whoever rests in the book; nobody, though orders can be cancelled; nobody, and the book stands still.
 */
export type FloorAccess = 'open' | 'makers' | 'post-only' | 'cancel-only' | 'closed';

/** What an agent sees of its market and can do there. */
export interface TradingFloor {
  readonly grid: MarketGrid;
  readonly fairValue: FairValue;
  readonly random: SeededRandom;
  readonly access: FloorAccess;
  /** What makers multiply their usual sizes by, > 0. */
  readonly depthFactor: number;
  /** The oracle price of the last block. */
  readonly oracleSubticks: number;
  bestSubticks(side: Side): number | undefined;
  place(order: NewOrder): Placement;
  cancel(orderId: number): boolean;
  isResting(orderId: number): boolean;
}

/** A participant of one market. All randomness comes from the floor. */
export interface Agent {
  /** Called once per round of `seconds`. */
  act(floor: TradingFloor, seconds: number): void;
  /**
   * One of its resting orders was hit: it bought or sold `quantums`. `reference` is the one it gave the order. Left out
   * by those that never rest.
   */
  filled?(side: Side, quantums: number, reference: number | undefined): void;
}
