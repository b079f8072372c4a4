import type { TopOfBook } from '@perpstream/core';

/** The middle between the best bid and the best ask. */
export function middleOf({ bidPriceUsd, askPriceUsd }: TopOfBook): number {
  return (bidPriceUsd + askPriceUsd) / 2;
}
