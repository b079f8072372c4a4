import type { Side } from '@perpstream/core';
import type { Agent, TradingFloor } from './agent';

const BPS = 1e-4;
/** Share of the way to the fair value that the estimate goes at each look. */
const LEARNING = 0.5;
/** Share of the inventory that is hedged away elsewhere at each look. */
const HEDGING = 0.05;
/** How much the size of a level varies. */
const SIZE_SPREAD = 0.5;
/** Chance per look to change the size of one level of a side. */
const RESIZE_PROBABILITY = 0.3;

/** How a maker quotes. */
export type MakerOptions = {
  readonly owner: number;
  /** Distance of the first level from the estimate. */
  readonly halfSpreadBps: number;
  /** Distance between levels. */
  readonly gapBps: number;
  readonly levels: number;
  /** Worth of the first level; further ones are larger. */
  readonly levelUsd: number;
  /** Looks at the market per second. */
  readonly looksPerSecond: number;
};

/**
 * Quotes a ladder of levels on both sides of its estimate of the fair value, which lags behind. The ladder is anchored
 * to prices, so that a small move changes its ends only; an inventory shifts it away from what it has too much of.
 */
export class Maker implements Agent {
  readonly #orders = { buy: new Map<number, number>(), sell: new Map<number, number>() };
  #estimate: number | undefined;
  #inventoryQuantums = 0;
  /** What its sizes were last multiplied by. */
  #depthFactor = 1;

  constructor(private readonly options: MakerOptions) {}

  act(floor: TradingFloor, seconds: number): void {
    // The first quote is made at once: a market that has just begun is not empty for long.
    const isDue = floor.random.chance(this.options.looksPerSecond * seconds);
    if (!isDue && this.#estimate !== undefined && !this.#isAlarmed(floor, this.#estimate)) return;
    const fair = floor.fairValue.subticks;
    this.#estimate = (this.#estimate ?? fair) + LEARNING * (fair - (this.#estimate ?? fair));
    this.#inventoryQuantums *= 1 - HEDGING;
    const centre = this.#estimate * (1 - this.#skew(floor));
    const half = Math.max(this.options.halfSpreadBps * BPS * centre, floor.grid.tickSubticks / 2);
    // The side that the price moves away from is pulled first, else the other would run into it.
    const sides = fair > centre ? (['sell', 'buy'] as const) : (['buy', 'sell'] as const);
    if (floor.depthFactor !== this.#depthFactor) this.#pullAll(floor);
    for (const side of sides) this.#quote(floor, side, side === 'buy' ? centre - half : centre + half);
  }

  filled(side: Side, quantums: number): void {
    this.#inventoryQuantums += side === 'buy' ? quantums : -quantums;
  }

  #isAlarmed({ depthFactor, fairValue }: TradingFloor, estimate: number): boolean {
    return depthFactor !== this.#depthFactor || fairValue.isAlarming(estimate);
  }

  /** All sizes are to be others. */
  #pullAll(floor: TradingFloor): void {
    this.#depthFactor = floor.depthFactor;
    for (const held of Object.values(this.#orders)) {
      for (const orderId of held.values()) floor.cancel(orderId);
      held.clear();
    }
  }

  /** At an inventory of one full ladder the quotes are shifted by one half spread. */
  #skew(floor: TradingFloor): number {
    const { levels, levelUsd, halfSpreadBps } = this.options;
    const full = levels * floor.grid.quantumsFor(levelUsd * floor.depthFactor, this.#estimate!);
    return Math.max(-1, Math.min(1, this.#inventoryQuantums / full)) * halfSpreadBps * BPS;
  }

  #quote(floor: TradingFloor, side: Side, first: number): void {
    const held = this.#orders[side];
    const ladder = this.#ladder(floor, side, first);
    for (const [subticks, orderId] of held) {
      if (ladder.has(subticks) && floor.isResting(orderId)) continue;
      floor.cancel(orderId);
      held.delete(subticks);
    }
    this.#resizeOne(floor, held);
    for (const [subticks, depth] of ladder) {
      if (!held.has(subticks)) this.#placeLevel(floor, side, subticks, depth);
    }
  }

  /** Prices of the ladder with their depth, 0 for the first. */
  #ladder({ grid }: TradingFloor, side: Side, first: number): Map<number, number> {
    const { gapBps, levels } = this.options;
    // The gap is measured at a coarse price, so that it stays the same while the price moves a little.
    const gap = grid.ceilPrice(gapBps * BPS * 2 ** Math.round(Math.log2(first)));
    const start = side === 'buy' ? Math.floor(first / gap) * gap : Math.ceil(first / gap) * gap;
    const step = side === 'buy' ? -gap : gap;
    const prices = new Map<number, number>();
    for (let depth = 0; depth < levels; depth += 1) {
      const subticks = start + depth * step;
      if (subticks > 0) prices.set(subticks, depth);
    }
    return prices;
  }

  #resizeOne(floor: TradingFloor, held: Map<number, number>): void {
    if (held.size === 0 || !floor.random.chance(RESIZE_PROBABILITY)) return;
    const [subticks, orderId] = [...held][floor.random.integer() % held.size]!;
    floor.cancel(orderId);
    held.delete(subticks);
  }

  #placeLevel(floor: TradingFloor, side: Side, subticks: number, depth: number): void {
    const { levelUsd, owner } = this.options;
    const worthUsd = levelUsd * floor.depthFactor * (1 + depth / 3) * Math.exp(SIZE_SPREAD * floor.random.normal());
    const quantums = floor.grid.quantumsFor(worthUsd, subticks);
    const { orderId } = floor.place({ owner, side, subticks, quantums, mode: 'post-only' });
    if (orderId !== undefined) this.#orders[side].set(subticks, orderId);
  }
}
