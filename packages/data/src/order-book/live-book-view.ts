import type { BookSide, BookView, Side } from '@perpstream/core';

/** The view that book events carry: arithmetic over the two visible sides of a live book. */
export class LiveBookView implements BookView {
  constructor(
    readonly bids: BookSide,
    readonly asks: BookSide,
  ) {}

  averagePriceUsd(takerSide: Side, sizeBase: number): number | undefined {
    if (!(sizeBase > 0)) return undefined;
    const side = takerSide === 'buy' ? this.asks : this.bids;
    let remainingBase = sizeBase;
    let costUsd = 0;
    for (let depth = 0; depth < side.count; depth += 1) {
      const takenBase = Math.min(side.sizeBase(depth), remainingBase);
      costUsd += takenBase * side.priceUsd(depth);
      remainingBase -= takenBase;
      if (remainingBase <= 0) return costUsd / sizeBase;
    }
    return undefined;
  }

  depthUsd(side: 'bids' | 'asks', bps: number): number {
    if (this.bids.count === 0 || this.asks.count === 0) return 0;
    const midUsd = (this.bids.priceUsd(0) + this.asks.priceUsd(0)) / 2;
    const reachUsd = (midUsd * bps) / 10_000;
    const levels = this[side];
    let sumUsd = 0;
    for (let depth = 0; depth < levels.count; depth += 1) {
      const priceUsd = levels.priceUsd(depth);
      if (Math.abs(priceUsd - midUsd) > reachUsd) break;
      sumUsd += priceUsd * levels.sizeBase(depth);
    }
    return sumUsd;
  }
}
