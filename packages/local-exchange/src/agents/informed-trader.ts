import type { Agent, TradingFloor } from './agent';
import { takeFromBook } from './take-from-book';

/** How far ahead it knows the trend, in seconds. */
const HORIZON_SECONDS = 6;
/** Gain over the best price that makes it trade. */
const EDGE_BPS = 2;
const BPS = 1e-4;

/** Knows the fair value and its trend, and takes whenever the book is behind by more than its edge. */
export class InformedTrader implements Agent {
  /**
   * @param looksPerSecond how often it looks
   * @param orderUsd worth of an order
   */
  constructor(
    private readonly owner: number,
    private readonly looksPerSecond: number,
    private readonly orderUsd: number,
  ) {}

  act(floor: TradingFloor, seconds: number): void {
    const isDue = floor.random.chance(this.looksPerSecond * seconds);
    const { fairValue } = floor;
    const ask = floor.bestSubticks('sell') ?? Infinity;
    const bid = floor.bestSubticks('buy') ?? 0;
    // Nor does it leave an order alone that a shaken market has run away from: makers could not quote past it.
    if (!isDue && !(fairValue.isAlarming(bid) || fairValue.isAlarming(ask))) return;
    const target = fairValue.ahead(HORIZON_SECONDS);
    const order = {
      owner: this.owner,
      worthUsd: this.orderUsd * floor.random.between(0.5, 1.5),
      maxSlippageBps: EDGE_BPS,
    };
    if (target > ask * (1 + EDGE_BPS * BPS)) takeFromBook(floor, { ...order, side: 'buy' });
    else if (target < bid * (1 - EDGE_BPS * BPS)) takeFromBook(floor, { ...order, side: 'sell' });
  }
}
