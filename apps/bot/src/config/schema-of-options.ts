import { z } from 'zod';

/** Schemas of options that no default tells the type of: unions, records, and options without a default. */
export type FurtherOptions = Readonly<Record<string, z.ZodType>>;

/**
 * The schema of the options of a layer, made of their defaults: the same names, each of the type of its default; unknown
 * names are errors. Neither defaults nor bounds are repeated in the configuration: what is left out stays out, and the
 * layer, which knows both, fills it in and refuses what it cannot use.
 *
 * @param further also wins over what a default suggests
 * @throws TypeError when a default does not tell its type and `further` does not either
 */
export function schemaOfOptions(defaults: object, further: FurtherOptions = {}): z.ZodObject {
  const known = Object.entries(defaults).filter(([name]) => !(name in further));
  const fields = known.map(([name, value]) => [name, typeOf(name, value).optional()] as const);
  const others = Object.entries(further).map(([name, schema]) => [name, schema.optional()] as const);
  return z.strictObject(Object.fromEntries([...fields, ...others]));
}

function typeOf(name: string, value: unknown): z.ZodType {
  if (typeof value === 'number') return z.number();
  if (typeof value === 'boolean') return z.boolean();
  if (typeof value === 'string') return z.string();
  if (Array.isArray(value)) return z.array(value.length === 0 ? z.string() : typeOf(name, value[0]));
  if (typeof value === 'object' && value !== null) return schemaOfOptions(value);
  throw new TypeError(`the default of ${name} does not tell its type: it needs a schema of its own`);
}
