import { UsageError } from '../../errors';

/** The names that a column may have, by what it holds. */
export type ColumnNames<Field extends string> = Readonly<Record<Field, readonly string[]>>;

/** Where each field stands in a row; -1 for one that the file does not have. */
export type Columns<Field extends string> = Readonly<Record<Field, number>>;

/**
 * Finds the columns of a file by its header line.
 *
 * @throws UsageError when a column that is not in `optional` is missing
 */
export function columnsOf<Field extends string>(
  path: string,
  header: string,
  names: ColumnNames<Field>,
  optional: readonly NoInfer<Field>[] = [],
): Columns<Field> {
  const titles = header.split(',').map((title) => title.trim().toLowerCase());
  const columns = {} as Record<Field, number>;
  for (const field of Object.keys(names) as Field[]) {
    columns[field] = titles.findIndex((title) => names[field].includes(title));
    if (columns[field] === -1 && !optional.includes(field)) {
      throw new UsageError(`${path}: no column ${names[field].join(' or ')} in its first line "${header}"`);
    }
  }
  return columns;
}

/** A number; NaN for a cell that is missing, empty or holds something else. */
export function csvNumber(cell: string | undefined): number {
  return cell === undefined || cell.trim() === '' ? NaN : Number(cell);
}

/** A time in milliseconds since the epoch, or in ISO 8601 (UTC where it names no zone); NaN when it is neither. */
export function csvTimeMs(text: string): number {
  const ms = csvNumber(text);
  if (!Number.isNaN(ms)) return ms;
  const iso = text.replace(' ', 'T');
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
}
