import type { Bar, Trade } from '@perpstream/core';

/** The bars of one market and one spec, made from trades: each is closed once, in order. */
export interface BarSeries {
  /** Adds a trade. False when its bar is closed already. */
  add(trade: Trade): boolean;
  /** Before the next trade others may be missing, up to and including this time; the newest of the next is of `newestMs`. */
  missTrades(throughMs: number, newestMs: number): void;
  /** While in doubt, trades may be missing without a sign of it: what closes meanwhile is not complete. */
  doubt(isDoubted: boolean): void;
}

/** Where closed bars go. */
export interface BarOutlet {
  /** The next bar starts at this time and does not follow the one before it; nothing before it comes from trades. */
  begin(startMs: number): void;
  take(bar: Bar): void;
}
