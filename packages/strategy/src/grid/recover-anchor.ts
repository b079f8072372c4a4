import { levelPriceUsd, type PriceGrid } from './price-grid';

/** A position as the account shows it. */
export type HeldPosition = { readonly sizeBase: number; readonly entryPriceUsd: number };

type Shape = Pick<PriceGrid, 'stepBps' | 'spacing'> & { readonly levels: number; readonly levelUsd: number };

/** The mean of the first `units` levels of a side, in anchors. */
function meanLevel(shape: Shape, units: number, side: 1 | -1): number {
  let sum = 0;
  for (let level = 1; level <= units; level += 1) sum += levelPriceUsd({ ...shape, anchorUsd: 1 }, side * level);
  return sum / units;
}

/**
 * The anchor of the grid that a position was bought (or sold) on, when nobody remembers it: as many levels from the anchor as
 * the position has units were filled, so their mean is its entry price.
 *
 * Exact for whole units that were built up without a round trip; units that were given back and taken again leave another
 * mean, and the anchor is then found within a step or two.
 * @param shape of the grid; a unit is worth `levelUsd` at the anchor
 * @example recoverAnchor({ sizeBase: 1, entryPriceUsd: 99 }, shape) // 100 for a step of 1 % of the anchor
 */
export function recoverAnchor({ sizeBase, entryPriceUsd }: HeldPosition, shape: Shape): number {
  const side = sizeBase > 0 ? -1 : 1;
  const worthUnits = (Math.abs(sizeBase) * entryPriceUsd) / shape.levelUsd;
  let units = 1;
  while (units < shape.levels && (units + 0.5) * meanLevel(shape, units + 1, side) <= worthUnits) units += 1;
  return entryPriceUsd / meanLevel(shape, units, side);
}
