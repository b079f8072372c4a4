import { readFields, type Fields } from './fields';
import { type Oddities } from './oddities';

/** A JSON object of the Indexer: its name in messages and every field it may have, those that are not read included. */
export type ObjectShape = { readonly name: string; readonly fields: ReadonlySet<string> };

/** Names the fields of an object, separated by white space. */
export function objectShape(name: string, fields: string): ObjectShape {
  return { name, fields: new Set(fields.trim().split(/\s+/)) };
}

/** Reads a JSON object and notes the fields that it should not have. @throws Malformed */
export function readObject(value: unknown, shape: ObjectShape, oddities: Oddities): Fields {
  const fields = readFields(value, shape.name);
  for (const name in fields) if (!shape.fields.has(name)) oddities.field(`${shape.name}.${name}`);
  return fields;
}

/** The one of `known` that the value is, or `otherwise`; `kept` says in the count what that means. */
export function readKnown<T extends string, O>(
  known: readonly T[],
  value: unknown,
  what: string,
  otherwise: O,
  kept: string,
  oddities: Oddities,
): T | O {
  const found = known.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  oddities.value(what, value, kept);
  return otherwise;
}
