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
  /** A number by which the owner knows the order again. */
  readonly reference?: number;
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
  /** A number by which the owner knows the order again. */
  readonly reference?: number;
  /** Default `LIMIT`; `LIQUIDATED` when the chain closes the position of somebody without enough margin. */
  readonly type?: 'LIMIT' | 'LIQUIDATED';
};

/** One side of a fill: who it was, and the order if the owner wants to know it again. */
export type FillParty = { readonly owner: number; readonly reference?: number };

/**
 * One match of a taker with one resting order, at the price of the resting one. With type `DELEVERAGED` there were no
 * orders: two positions were closed against each other.
 */
export type Fill = {
  readonly type: 'LIMIT' | 'LIQUIDATED' | 'DELEVERAGED';
  readonly takerSide: Side;
  readonly subticks: number;
  readonly quantums: number;
  readonly maker: FillParty;
  readonly taker: FillParty;
};

/** What became of a placed order. `orderId` is there when a part of it rests. */
export type Placement = {
  readonly fills: readonly Fill[];
  readonly orderId?: number;
  /** It would have matched although post-only, or the market does not take such orders now. */
  readonly refused?: 'would-cross' | 'not-admitted';
};
