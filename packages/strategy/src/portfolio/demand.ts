/** What an option must be, as a test and in words. */
export type Bound = { readonly holds: (value: number) => boolean; readonly words: string };

export const positive: Bound = { holds: (value) => value > 0 && value < Infinity, words: '> 0 and finite' };
export const notNegative: Bound = { holds: (value) => value >= 0 && value < Infinity, words: '>= 0 and finite' };
export const share: Bound = { holds: (value) => value >= 0 && value <= 1, words: 'in [0, 1]' };
export const countingNumber: Bound = {
  holds: (value) => Number.isInteger(value) && value >= 1,
  words: 'an integer >= 1',
};

/**
 * Checks one option.
 *
 * @throws RangeError naming the option, its value and the bound
 */
export function demand(name: string, value: number, { holds, words }: Bound): void {
  if (!holds(value)) throw new RangeError(`${name} must be ${words}, was ${value}`);
}

/**
 * Checks several options of one group.
 *
 * @throws RangeError naming the first option that is out of bounds
 */
export function demandAll<Group extends object>(
  group: string,
  options: Group,
  bounds: { readonly [Key in keyof Group]?: Bound },
): void {
  for (const [key, bound] of Object.entries(bounds)) {
    demand(`${group}.${key}`, (options as Readonly<Record<string, number>>)[key]!, bound as Bound);
  }
}
