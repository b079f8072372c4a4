import { fillLine, fitLine, fitText, span, type Span, type TextLine, type Tone } from './text-line';

/** A column of a table. */
export type Column<Row> = {
  readonly title: string;
  /** Columns of the screen it takes. */
  readonly width: number;
  readonly align?: 'left' | 'right';
  /** Columns with the highest number go first when the screen is too narrow; 0 stays longest. */
  readonly sacrifice: number;
  readonly cell: (row: Row) => Span;
};

const MAX_GAP = 3;

function widthOf(columns: readonly { readonly width: number }[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0);
}

/** The columns that fit with a gap of one between them; the least important are given up first, of equals the rightmost. */
export function fittingColumns<Row>(columns: readonly Column<Row>[], width: number): readonly Column<Row>[] {
  let kept = columns;
  while (kept.length > 1 && widthOf(kept) + kept.length - 1 > width) {
    const worst = Math.max(...kept.map(({ sacrifice }) => sacrifice));
    const index = kept.findLastIndex(({ sacrifice }) => sacrifice === worst);
    kept = kept.toSpliced(index, 1);
  }
  return kept;
}

/** A heading with the name of the table over its first column, then the rows. Room to spare goes between the columns. */
export function tableLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number): TextLine[] {
  const kept = fittingColumns(columns, width);
  const spare = Math.floor((width - widthOf(kept)) / Math.max(1, kept.length - 1));
  const gap = ' '.repeat(Math.min(MAX_GAP, Math.max(1, spare)));
  const lineOf = (gapTone: Tone, cell: (column: Column<Row>, index: number) => Span): TextLine =>
    fitLine(
      kept.flatMap((column, index) => {
        const { text, tone } = cell(column, index);
        const fitted = span(fitText(text, column.width, column.align), tone);
        return index === 0 ? [fitted] : [span(gap, gapTone), fitted];
      }),
      width,
    );
  const heading = lineOf('column', ({ title }, index) => span(title, index === 0 ? 'heading' : 'column'));
  return [fillLine(heading, width, 'column'), ...rows.map((row) => lineOf('plain', ({ cell }) => cell(row)))];
}
