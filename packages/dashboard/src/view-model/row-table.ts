/**
 * Rows in order of appearance. An update copies one array of references, which is far cheaper at hundreds of rows than
 * copying a `Map`.
 */
export type RowTable<Key, Row> = {
  readonly rows: readonly Row[];
  /** Position of each key in `rows`. */
  readonly index: ReadonlyMap<Key, number>;
};

/** The row of a key, undefined when nothing was heard of it. */
export function rowOf<Key, Row>(table: RowTable<Key, Row>, key: Key): Row | undefined {
  const at = table.index.get(key);
  return at === undefined ? undefined : table.rows[at];
}

/** The table with this row for a key, in its place or at the end. */
export function withRow<Key, Row>(table: RowTable<Key, Row>, key: Key, row: Row): RowTable<Key, Row> {
  const at = table.index.get(key);
  if (at !== undefined) return { rows: table.rows.with(at, row), index: table.index };
  return { rows: [...table.rows, row], index: new Map(table.index).set(key, table.rows.length) };
}
