import type { TopOfBook } from '@perpstream/core';

/**
 * Where the micro price stands in the spread: 0 at the best bid, 1 at the best ask, 1/2 when both sizes are equal. It is
 * the share of the bid in the best sizes, since the micro price weighs each best price by the opposite size.
 */
export function microPosition({ bidSizeBase, askSizeBase }: TopOfBook): number {
  return bidSizeBase / (bidSizeBase + askSizeBase);
}
