import type { Side } from '@perpstream/core';
import type { AccountDesk } from '../accounts/account-desk';
import type { Agent, TradingFloor } from './agent';

const BPS = 1e-4;

/**
 * How the limit of an order lies to the best price, as a share of orders: beyond it, so that all of the order is filled;
 * at it, so that often a part is; short of it, so that nothing is.
 */
const REACHES = [
  { share: 0.6, slippageBps: 20 },
  { share: 0.3, slippageBps: 0 },
  { share: 0.1, slippageBps: -20 },
] as const;

/** How an account takes. */
export type TakingOptions = {
  readonly ordersPerMinute: number;
  readonly orderUsd: number;
  /** From a position worth more than this on it only reduces. */
  readonly maxPositionUsd: number;
};

/** An account that takes with immediate-or-cancel orders at random times. */
export class TakingAccount implements Agent {
  constructor(
    private readonly desk: AccountDesk,
    private readonly options: TakingOptions,
  ) {}

  act(floor: TradingFloor, seconds: number): void {
    const { random, grid } = floor;
    if (!random.chance((this.options.ordersPerMinute / 60) * seconds) || !this.desk.isOpen) return;
    const side = this.#side(floor);
    const best = floor.bestSubticks(side === 'buy' ? 'sell' : 'buy');
    if (best === undefined) return;
    const slippage = this.#slippageBps(random.uniform()) * BPS;
    const subticks = side === 'buy' ? grid.floorPrice(best * (1 + slippage)) : grid.ceilPrice(best * (1 - slippage));
    const quantums = grid.quantumsFor(this.options.orderUsd * random.between(0.2, 3), best);
    const terms = { side, subticks, quantums, timeInForce: 'IOC', postOnly: false } as const;
    this.desk.placeShortTerm(terms, random.integer());
  }

  #side({ random, grid, oracleSubticks }: TradingFloor): Side {
    const limit = grid.quantumsFor(this.options.maxPositionUsd, oracleSubticks);
    if (Math.abs(this.desk.quantums) > limit) return this.desk.quantums > 0 ? 'sell' : 'buy';
    return random.chance(0.5) ? 'buy' : 'sell';
  }

  #slippageBps(draw: number): number {
    let below = 0;
    for (const { share, slippageBps } of REACHES) {
      below += share;
      if (draw < below) return slippageBps;
    }
    return 0;
  }
}
