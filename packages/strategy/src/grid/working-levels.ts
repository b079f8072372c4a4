/** A level that is worked, and how many units are still to be filled there, in (0, 1]. */
export type WorkingLevel = { readonly level: number; readonly units: number };

/** The levels that are worked: the next to buy at and the next to sell at. */
export type WorkingLevels = { readonly bid: WorkingLevel; readonly ask: WorkingLevel };

/**
 * Which levels of a grid are worked at an inventory of so many units, from the inventory alone: every unit bought stands for
 * one level below the anchor, every unit sold for one above it.
 *
 * At u units (a whole number) level -u was the last filled: the bid is at -u - 1, the ask at -u + 1, a unit each. While a
 * level is partly filled, its rest is still worked there, and what was filled of it is offered at the level beyond.
 * @param tolerance in units, in [0, 0.5): as much may be missing of a level that counts as filled
 * @example workingLevels(2, 0) // { bid: { level: -3, units: 1 }, ask: { level: -1, units: 1 } }
 */
export function workingLevels(inventoryUnits: number, tolerance: number): WorkingLevels {
  const bought = Math.floor(inventoryUnits + tolerance);
  const sold = Math.ceil(inventoryUnits - tolerance);
  return {
    bid: { level: -(bought + 1), units: Math.min(1, bought + 1 - inventoryUnits) },
    ask: { level: 1 - sold, units: Math.min(1, inventoryUnits - (sold - 1)) },
  };
}
