import { type BookSide, type BookView, type Side } from '@perpstream/core';

/** Price in USD and size in base units, best level first. */
export type Level = readonly [priceUsd: number, sizeBase: number];

function side(levels: readonly Level[]): BookSide {
  const at = (depth: number): Level => {
    const level = levels[depth];
    if (level === undefined) throw new RangeError(`no level at depth ${depth}`);
    return level;
  };
  return { count: levels.length, priceUsd: (depth) => at(depth)[0], sizeBase: (depth) => at(depth)[1] };
}

function averagePriceUsd(levels: readonly Level[], sizeBase: number): number | undefined {
  let remaining = sizeBase;
  let costUsd = 0;
  for (const [priceUsd, size] of levels) {
    const taken = Math.min(size, remaining);
    costUsd += taken * priceUsd;
    remaining -= taken;
    if (remaining <= 0) return costUsd / sizeBase;
  }
  return undefined;
}

/**
 * A book view over fixed levels, best first on both sides, for tests of what reads books.
 *
 * @example staticBookView([[99, 1]], [[101, 2]])
 */
export function staticBookView(bids: readonly Level[], asks: readonly Level[]): BookView {
  return {
    bids: side(bids),
    asks: side(asks),
    averagePriceUsd: (takerSide: Side, sizeBase) => averagePriceUsd(takerSide === 'buy' ? asks : bids, sizeBase),
    depthUsd: (which, bps) => {
      const levels = which === 'bids' ? bids : asks;
      const midUsd = ((bids[0]?.[0] ?? 0) + (asks[0]?.[0] ?? 0)) / 2;
      return levels
        .filter(([priceUsd]) => Math.abs(priceUsd - midUsd) <= (midUsd * bps) / 10_000)
        .reduce((sum, [priceUsd, sizeBase]) => sum + priceUsd * sizeBase, 0);
    },
  };
}
