import type { TopOfBook } from './book-view';

/** The price half way between best bid and best ask, in USD. */
export function midPriceUsd(top: TopOfBook): number {
  return (top.bidPriceUsd + top.askPriceUsd) / 2;
}

/**
 * The mid weighted by the opposite sizes, in USD: a large bid pulls it toward the ask. Never outside the spread.
 *
 * @see Gatheral and Oomen, "Zero-intelligence realized variance estimation" (2010), for the weighting
 */
export function microPriceUsd(top: TopOfBook): number {
  const bidShare = top.bidSizeBase / (top.bidSizeBase + top.askSizeBase);
  return top.bidPriceUsd + (top.askPriceUsd - top.bidPriceUsd) * bidShare;
}

/** The spread in basis points of the mid, > 0. */
export function spreadBps(top: TopOfBook): number {
  return ((top.askPriceUsd - top.bidPriceUsd) / midPriceUsd(top)) * 10_000;
}
