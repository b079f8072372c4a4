import { columnsOf, csvNumber, csvTimeMs, type ColumnNames, type Columns } from './csv-columns';
import { csvLines } from './csv-lines';
import { type DataFile } from './data-files';
import { FundingHistory, type FundingPayment, type FundingTable } from './funding-table';

const HOUR_MS = 3_600_000;
/** Longer pauses are holes in the data, not periods of funding. */
const LONGEST_PERIOD_HOURS = 8;

type Field = 'time' | 'rate' | 'rate1h';

/** Those of plain CSV files, and those that `perpstream history` writes. */
const NAMES: ColumnNames<Field> = {
  time: ['ts_ms', 'effective_ms', 'timestamp'],
  rate: ['rate', 'funding_rate'],
  rate1h: ['rate_1h'],
};

type Row = { readonly atMs: number; readonly rate: number };

/** Stamps lie some milliseconds beside the full hour. */
function rowOf(line: string, columns: Columns<Field>): Row {
  const cells = line.split(',');
  const rate = csvNumber(cells[columns.rate === -1 ? columns.rate1h : columns.rate]);
  return { atMs: Math.round(csvTimeMs(cells[columns.time] ?? '') / HOUR_MS) * HOUR_MS, rate };
}

/** The period of a payment is the time since the one before; of the first, and after a hole, that to the next. */
function hoursOf(rows: readonly Row[], index: number): number {
  const at = rows[index]!.atMs;
  const before = (at - (rows[index - 1]?.atMs ?? -Infinity)) / HOUR_MS;
  const after = ((rows[index + 1]?.atMs ?? Infinity) - at) / HOUR_MS;
  if (before <= LONGEST_PERIOD_HOURS) return before;
  return after <= LONGEST_PERIOD_HOURS ? after : 1;
}

function paymentsOf(rows: readonly Row[], isHourly: boolean): readonly FundingPayment[] {
  return rows.map((row, index) => ({ ...row, hours: isHourly ? 1 : hoursOf(rows, index) }));
}

async function readOne({ path }: DataFile): Promise<FundingHistory> {
  let columns: Columns<Field> | undefined;
  const rows: Row[] = [];
  for await (const lines of csvLines(path)) {
    for (const line of lines) {
      if (columns === undefined) {
        const isHourly = line.toLowerCase().includes('rate_1h');
        columns = columnsOf(path, line, NAMES, [isHourly ? 'rate' : 'rate1h']);
        continue;
      }
      const row = rowOf(line, columns);
      if (row.atMs > (rows.at(-1)?.atMs ?? -Infinity) && Number.isFinite(row.rate)) rows.push(row);
    }
  }
  return new FundingHistory(paymentsOf(rows, columns?.rate === -1));
}

/**
 * Reads funding payments, hourly or of longer periods. A row is the payment at its time for the time since the row before.
 *
 * @throws UsageError when a file has no column for the rate
 */
export async function readFunding(files: readonly DataFile[]): Promise<FundingTable> {
  const histories = await Promise.all(files.map(readOne));
  return new Map(files.map(({ marketId }, index) => [marketId, histories[index]!]));
}
