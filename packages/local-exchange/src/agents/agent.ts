import type { Side } from '@perpstream/core';
import type { MarketGrid } from '../chain/market-grid';
import type { NewOrder, Placement } from '../matching/order';
import type { SeededRandom } from '../random/seeded-random';
import type { FairValue } from './fair-value';

/** What an agent sees of its market and can do there. */
export interface TradingFloor {
  readonly grid: MarketGrid;
  readonly fairValue: FairValue;
  readonly random: SeededRandom;
  bestSubticks(side: Side): number | undefined;
  place(order: NewOrder): Placement;
  cancel(orderId: number): boolean;
  isResting(orderId: number): boolean;
}

/** A participant of one market. All randomness comes from the floor. */
export interface Agent {
  /** Called once per round of `seconds`. */
  act(floor: TradingFloor, seconds: number): void;
  /** One of its resting orders was hit: it bought or sold `quantums`. Left out by those that never rest. */
  filled?(side: Side, quantums: number): void;
}
