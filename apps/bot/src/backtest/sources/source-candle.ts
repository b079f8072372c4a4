import { columnsOf, csvNumber, csvTimeMs, type ColumnNames, type Columns } from './csv-columns';

/** One row of a candle file. */
export type SourceCandle = {
  readonly startMs: number;
  readonly openUsd: number;
  readonly highUsd: number;
  readonly lowUsd: number;
  readonly closeUsd: number;
  readonly volumeBase: number;
  /** At its start; NaN where the file does not tell. */
  readonly openInterestBase: number;
};

type Field = 'start' | 'open' | 'high' | 'low' | 'close' | 'volume' | 'openInterest';

/** Those of plain CSV files, and those that `perpstream history` writes. */
const NAMES: ColumnNames<Field> = {
  start: ['ts_ms', 'started_ms', 'timestamp'],
  open: ['open', 'open_usd'],
  high: ['high', 'high_usd'],
  low: ['low', 'low_usd'],
  close: ['close', 'close_usd'],
  volume: ['volume', 'volume_base'],
  openInterest: ['starting_open_interest_base'],
};

/** Reads the rows of one candle file; undefined for a row that is no candle. */
export type ReadCandle = (line: string) => SourceCandle | undefined;

/**
 * Makes the reader of the rows below a header line.
 *
 * @throws UsageError when a column is missing
 */
export function candleReader(path: string, header: string): ReadCandle {
  const columns = columnsOf(path, header, NAMES, ['openInterest']);
  return (line) => {
    const candle = candleOf(line.split(','), columns);
    return isPossible(candle) ? candle : undefined;
  };
}

function candleOf(cells: readonly string[], columns: Columns<Field>): SourceCandle {
  const numberAt = (column: number): number => csvNumber(cells[column]);
  return {
    startMs: csvTimeMs(cells[columns.start] ?? ''),
    openUsd: numberAt(columns.open),
    highUsd: numberAt(columns.high),
    lowUsd: numberAt(columns.low),
    closeUsd: numberAt(columns.close),
    volumeBase: numberAt(columns.volume),
    openInterestBase: numberAt(columns.openInterest),
  };
}

function isPossible({ startMs, openUsd, highUsd, lowUsd, closeUsd, volumeBase }: SourceCandle): boolean {
  const isOrdered = lowUsd <= Math.min(openUsd, closeUsd) && highUsd >= Math.max(openUsd, closeUsd);
  return Number.isSafeInteger(startMs) && lowUsd > 0 && highUsd < Infinity && isOrdered && volumeBase >= 0;
}
