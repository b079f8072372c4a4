/** The prices of a grid: level 0 is the anchor, levels below it are negative. */
export type PriceGrid = {
  readonly anchorUsd: number;
  /** Distance of neighbours: of the anchor for an arithmetic grid, of the lower neighbour for a geometric one. */
  readonly stepBps: number;
  readonly spacing: 'geometric' | 'arithmetic';
  readonly lowerUsd: number;
  readonly upperUsd: number;
};

const BPS = 10_000;
/** Bounds that were computed from levels are levels, up to float64 noise. */
const NOISE = 1e-9;
const DIGITS = 12;

/** The price of a level in USD, also of one outside the range. */
export function levelPriceUsd(
  { anchorUsd, stepBps, spacing }: Omit<PriceGrid, 'lowerUsd' | 'upperUsd'>,
  level: number,
): number {
  const step = stepBps / BPS;
  const priceUsd = spacing === 'geometric' ? anchorUsd * (1 + step) ** level : anchorUsd * (1 + step * level);
  // Without the noise, a level that is on a tick stays there when it is rounded to one.
  return Number(priceUsd.toPrecision(DIGITS));
}

/** Whether a price is within the range of the grid. */
export function isInRange({ lowerUsd, upperUsd }: PriceGrid, priceUsd: number): boolean {
  return priceUsd >= lowerUsd * (1 - NOISE) && priceUsd <= upperUsd * (1 + NOISE);
}

/** A grid of so many levels to either side of its anchor. */
export function gridAround(
  anchorUsd: number,
  { stepBps, spacing, levels }: Pick<PriceGrid, 'stepBps' | 'spacing'> & { readonly levels: number },
): PriceGrid {
  const base = { anchorUsd, stepBps, spacing };
  return { ...base, lowerUsd: levelPriceUsd(base, -levels), upperUsd: levelPriceUsd(base, levels) };
}

/** A grid over a range, anchored in its middle: the geometric or the arithmetic mean of its ends. */
export function gridWithin(
  { lowerUsd, upperUsd }: { readonly lowerUsd: number; readonly upperUsd: number },
  { stepBps, spacing }: Pick<PriceGrid, 'stepBps' | 'spacing'>,
): PriceGrid {
  const anchorUsd = spacing === 'geometric' ? Math.sqrt(lowerUsd * upperUsd) : (lowerUsd + upperUsd) / 2;
  return { anchorUsd, stepBps, spacing, lowerUsd, upperUsd };
}

/** The least distance of two neighbours within the range, in basis points of the higher one: what a round trip earns. */
export function leastStepBps({ anchorUsd, stepBps, spacing, upperUsd }: PriceGrid): number {
  const step = stepBps / BPS;
  return (spacing === 'geometric' ? step / (1 + step) : (anchorUsd * step) / upperUsd) * BPS;
}
