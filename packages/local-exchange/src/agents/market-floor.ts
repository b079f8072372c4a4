import type { Side } from '@perpstream/core';
import { MarketGrid } from '../chain/market-grid';
import type { SimulatedMarket } from '../chain/simulated-market';
import type { Fill, NewOrder, Placement } from '../matching/order';
import { OrderBook, type BookLevel, type LevelListener } from '../matching/order-book';
import { SeededRandom } from '../random/seeded-random';
import type { Agent, FloorAccess, TradingFloor } from './agent';
import { crowdOf } from './crowd';
import { FairValue } from './fair-value';

/** Nobody in particular: whose positions the chain itself closes. */
export const NOBODY = -1;

/** One market between blocks: its book, its participants, and the fills that the next block will commit. */
export class MarketFloor implements TradingFloor {
  readonly grid: MarketGrid;
  readonly fairValue: FairValue;
  readonly random: SeededRandom;
  access: FloorAccess = 'open';
  depthFactor = 1;
  /** The oracle price of the last block. */
  oracleSubticks: number;
  readonly #book: OrderBook;
  readonly #agents: Agent[];
  #fills: Fill[] = [];

  constructor(market: SimulatedMarket, seed: number, levelChanged: LevelListener) {
    this.grid = new MarketGrid(market);
    this.random = new SeededRandom(seed);
    this.oracleSubticks = this.grid.subticksOf(market.priceUsd);
    this.fairValue = new FairValue(this.oracleSubticks, market.volatilityBps, this.random);
    this.#book = new OrderBook(this.grid.stepQuantums, this.grid.tickSubticks, levelChanged);
    this.#agents = [...crowdOf(market)];
  }

  /** Lets one more participant in, made for its owner number. */
  join(agentFor: (owner: number) => Agent): void {
    this.#agents.push(agentFor(this.#agents.length));
  }

  /** Lets `seconds` pass: the fair value moves, then every agent acts once. */
  round(seconds: number): void {
    this.fairValue.advance(seconds);
    if (this.access === 'closed') return;
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

  /** The best `depth` levels of a side, best first; all of them without a depth. */
  levels(side: Side, depth?: number): BookLevel[] {
    return this.#book.levels(side, depth);
  }

  place(order: NewOrder): Placement {
    if (!this.#admits(order)) return { fills: [], refused: 'not-admitted' };
    const placement = this.#book.place(order);
    for (const fill of placement.fills) this.#settle(fill);
    return placement;
  }

  cancel(orderId: number): boolean {
    return this.#book.cancel(orderId);
  }

  isResting(orderId: number): boolean {
    return this.#book.isResting(orderId);
  }

  /** Two positions are closed against each other without any order. */
  deleverage(fill: Omit<Fill, 'type'>): void {
    this.#settle({ type: 'DELEVERAGED', ...fill });
  }

  /** Ends trading and takes every order out of the book. */
  clear(): void {
    this.access = 'closed';
    this.#book.clear();
  }

  #admits({ mode, side, subticks }: NewOrder): boolean {
    if (this.access === 'open') return true;
    if (mode !== 'post-only') return false;
    if (this.access === 'post-only') return true;
    const isPassive = side === 'buy' ? subticks <= this.oracleSubticks : subticks >= this.oracleSubticks;
    return this.access === 'makers' && isPassive;
  }

  #settle(fill: Fill): void {
    this.#fills.push(fill);
    const { maker, takerSide, quantums } = fill;
    this.#agents[maker.owner]?.filled?.(takerSide === 'buy' ? 'sell' : 'buy', quantums, maker.reference);
  }
}
