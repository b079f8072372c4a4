import { demand, type Bound } from '../portfolio/demand';

/** Any number. */
export const finite: Bound = { holds: Number.isFinite, words: 'a finite number' };

/**
 * Checks options that belong to no group.
 *
 * @throws RangeError naming the first option that is out of bounds
 */
export function demandOptions<Options extends object>(
  options: Options,
  bounds: { readonly [Key in keyof Options]?: Bound },
): void {
  for (const [name, bound] of Object.entries(bounds)) {
    demand(name, (options as Readonly<Record<string, number>>)[name]!, bound as Bound);
  }
}
