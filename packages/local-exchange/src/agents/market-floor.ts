import type { Side } from '@perpstream/core';
import { MarketGrid } from '../chain/market-grid';
import type { SimulatedMarket } from '../chain/simulated-market';
import type { Fill, NewOrder, Placement } from '../matching/order';
import { OrderBook, type LevelListener } from '../matching/order-book';
import { SeededRandom } from '../random/seeded-random';
import type { Agent, TradingFloor } from './agent';
import { crowdOf } from './crowd';
import { FairValue } from './fair-value';

/** One market between blocks: its book, its participants, and the fills that the next block will commit. */
export class MarketFloor implements TradingFloor {
  readonly grid: MarketGrid;
  readonly fairValue: FairValue;
  readonly random: SeededRandom;
  readonly #book: OrderBook;
  readonly #agents: readonly Agent[];
  #fills: Fill[] = [];

  constructor(market: SimulatedMarket, seed: number, levelChanged: LevelListener) {
    this.grid = new MarketGrid(market);
    this.random = new SeededRandom(seed);
    this.fairValue = new FairValue(this.grid.subticksOf(market.priceUsd), market.volatilityBps, this.random);
    this.#book = new OrderBook(this.grid.stepQuantums, this.grid.tickSubticks, levelChanged);
    this.#agents = crowdOf(market);
  }

  /** Lets `seconds` pass: the fair value moves, then every agent acts once. */
  round(seconds: number): void {
    this.fairValue.advance(seconds);
    for (const agent of this.#agents) agent.act(this, seconds);
  }

  /** The fills since the last call, in order. */
  takeFills(): readonly Fill[] {
    const fills = this.#fills;
    this.#fills = [];
    return fills;
  }

  bestSubticks(side: Side): number | undefined {
    return this.#book.bestSubticks(side);
  }

  /** All levels of a side, best first. */
  levels(side: Side): { readonly subticks: number; readonly quantums: number }[] {
    return this.#book.levels(side);
  }

  place(order: NewOrder): Placement {
    const placement = this.#book.place(order);
    for (const fill of placement.fills) {
      this.#fills.push(fill);
      this.#agents[fill.maker.owner]?.filled?.(fill.maker.side, fill.quantums);
    }
    return placement;
  }

  cancel(orderId: number): boolean {
    return this.#book.cancel(orderId);
  }

  isResting(orderId: number): boolean {
    return this.#book.isResting(orderId);
  }
}
