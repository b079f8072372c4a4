import { z } from 'zod';

type Shape = { readonly [name: string]: unknown };

/** The schema of an option in place of the one that its default suggests. */
export type Overrides<T> = { readonly [Key in keyof T]?: z.ZodType<T[Key]> };

/**
 * The schema of plain options with these defaults: the same names, each of the type of its default, all optional; unknown
 * names are errors. Bounds are not repeated here: who owns the options knows them, and the configuration is tried out once.
 *
 * @param overrides schemas of options whose default does not tell their type: unions, lists, records of any names
 */
export function schemaOfDefaults<T extends object>(defaults: T, overrides: Overrides<T> = {}): z.ZodType<T> {
  const fields = Object.entries(defaults).map(([name, value]) => {
    const override = (overrides as Readonly<Record<string, z.ZodType>>)[name];
    return [name, override === undefined ? schemaOf(name, value) : withDefault(override, value)] as const;
  });
  return z.strictObject(Object.fromEntries(fields)) as unknown as z.ZodType<T>;
}

function withDefault(schema: z.ZodType, value: unknown): z.ZodType {
  return value === undefined ? schema.optional() : schema.default(value);
}

function schemaOf(name: string, value: unknown): z.ZodType {
  switch (typeof value) {
    case 'number':
      return z.number().default(value);
    case 'boolean':
      return z.boolean().default(value);
    case 'string':
      return z.string().default(value);
    default:
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw new TypeError(`the default of ${name} does not tell its type: it needs a schema of its own`);
      }
      return schemaOfDefaults(value as Shape).prefault({});
  }
}
