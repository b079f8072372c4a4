import type { Range } from './range';

/** A set of bounds by their names: how it is called as an option, what one of it is called, what it is by default, and may be. */
export type BoundsTable<Bounds> = {
  readonly option: string;
  readonly noun: string;
  readonly defaults: Bounds;
  readonly ranges: { readonly [Name in keyof Bounds]: Range };
};

/**
 * Fills what is not given with the defaults and checks every bound that is.
 *
 * @throws RangeError naming the bound, its value and its range; also for a name that is none
 */
export function checkedBounds<Bounds extends { readonly [Name in keyof Bounds]: number }>(
  given: Partial<Bounds>,
  { option, noun, defaults, ranges }: BoundsTable<Bounds>,
): Bounds {
  const isName = (name: PropertyKey): name is keyof Bounds => Object.hasOwn(ranges, name);
  for (const [name, value] of Object.entries<number>(given as Record<string, number>)) {
    if (!isName(name)) throw new RangeError(`${option}.${name} is not a ${noun}`);
    const { text, holds } = ranges[name];
    if (!holds(value)) throw new RangeError(`${option}.${name} must be ${text}, was ${value}`);
  }
  return { ...defaults, ...given };
}
