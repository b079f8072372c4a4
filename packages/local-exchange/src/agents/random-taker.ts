import type { Side } from '@perpstream/core';
import type { Agent, TradingFloor } from './agent';
import { takeFromBook } from './take-from-book';

/** How much the size of an order varies: the standard deviation of its logarithm. */
const SIZE_SPREAD = 1;
/** Chance that an order goes the same way as the one before. */
const PERSISTENCE = 0.6;
const MAX_SLIPPAGE_BPS = 15;

/** Takes at random times, in a random direction that persists a little, sizes of all orders of magnitude. */
export class RandomTaker implements Agent {
  #side: Side = 'buy';

  /**
   * @param ordersPerSecond mean rate of arrival
   * @param orderUsd median worth of an order
   */
  constructor(
    private readonly owner: number,
    private readonly ordersPerSecond: number,
    private readonly orderUsd: number,
  ) {}

  act(floor: TradingFloor, seconds: number): void {
    const { random } = floor;
    if (!random.chance(this.ordersPerSecond * seconds)) return;
    if (!random.chance(PERSISTENCE)) this.#side = this.#side === 'buy' ? 'sell' : 'buy';
    const worthUsd = this.orderUsd * Math.exp(SIZE_SPREAD * random.normal());
    takeFromBook(floor, { owner: this.owner, side: this.#side, worthUsd, maxSlippageBps: MAX_SLIPPAGE_BPS });
  }
}
