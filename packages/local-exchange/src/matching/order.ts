import type { Side } from '@perpstream/core';

/** An order that waits in the book. Amounts are integers on the market's grid. */
export type RestingOrder = {
  readonly id: number;
  /** Who placed it. */
  readonly owner: number;
  readonly side: Side;
  readonly subticks: number;
  /** What is left of it, > 0. */
  remainingQuantums: number;
};

/**
 * An order to place. `rest`: what does not match waits; `post-only`: refused if any of it would match;
 * `immediate-or-cancel`: what does not match is dropped.
 */
export type NewOrder = {
  readonly owner: number;
  readonly side: Side;
  readonly subticks: number;
  readonly quantums: number;
  readonly mode: 'rest' | 'post-only' | 'immediate-or-cancel';
};

/** One match of a taker with one resting order, at the price of the resting one. */
export type Fill = {
  readonly takerSide: Side;
  readonly subticks: number;
  readonly quantums: number;
  readonly maker: RestingOrder;
};

/** What became of a placed order. `orderId` is there when a part of it rests. */
export type Placement = {
  readonly fills: readonly Fill[];
  readonly orderId?: number;
  readonly refused?: 'would-cross';
};
