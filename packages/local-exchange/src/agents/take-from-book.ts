import type { Side } from '@perpstream/core';
import type { NewOrder } from '../matching/order';
import type { TradingFloor } from './agent';

const BPS = 1e-4;

/** What to take: a worth in USD, at prices at most `maxSlippageBps` beyond the best one. */
export type Taking = {
  readonly owner: number;
  readonly side: Side;
  readonly worthUsd: number;
  readonly maxSlippageBps: number;
  /** Default `LIMIT`. */
  readonly type?: NewOrder['type'];
};

/** Takes what is there at once and drops the rest; does nothing when the other side is empty. */
export function takeFromBook(
  floor: TradingFloor,
  { owner, side, worthUsd, maxSlippageBps, type = 'LIMIT' }: Taking,
): void {
  const best = floor.bestSubticks(side === 'buy' ? 'sell' : 'buy');
  if (best === undefined) return;
  const { grid } = floor;
  const slippage = maxSlippageBps * BPS;
  const subticks = side === 'buy' ? grid.floorPrice(best * (1 + slippage)) : grid.ceilPrice(best * (1 - slippage));
  const quantums = grid.quantumsFor(worthUsd, best);
  floor.place({ owner, side, subticks, quantums, mode: 'immediate-or-cancel', type });
}
