import type { OrderIntent } from '@perpstream/core';

/** Blocks that a short-term order may live at most; the chain allowed 20 up to v9.4 and 40 since. */
const SHORT_TERM_BLOCKS = 20;

/** Whether an order would have to be kept in the chain's state: it is to live longer than a short-term order may. */
export function isStateful({ goodTilBlocks }: OrderIntent): boolean {
  return goodTilBlocks > SHORT_TERM_BLOCKS;
}
