import { fittingColumns, tableLines, type Column } from './table';
import { span, type TextLine } from './text-line';

type Row = { readonly name: string; readonly size: number };

const column = (title: string, width: number, sacrifice: number): Column<Row> => ({
  title,
  width,
  sacrifice,
  cell: () => span(title),
});
const titles = (columns: readonly Column<Row>[]): string[] => columns.map(({ title }) => title);
const textOf = (line: TextLine): string => line.map(({ text }) => text).join('');

describe('fittingColumns', () => {
  const columns = [column('a', 10, 0), column('b', 10, 2), column('c', 10, 1), column('d', 10, 2)];

  it.each([
    { width: 43, expected: ['a', 'b', 'c', 'd'] },
    { width: 42, expected: ['a', 'b', 'c'] },
    { width: 31, expected: ['a', 'c'] },
    { width: 20, expected: ['a'] },
    { width: 3, expected: ['a'] },
  ])('keeps $expected in $width columns', ({ width, expected }) => {
    expect(titles(fittingColumns(columns, width))).toEqual(expected);
  });
});

describe('tableLines', () => {
  const columns: Column<Row>[] = [
    { title: 'NAME', width: 6, sacrifice: 0, cell: ({ name }) => span(name, 'strong') },
    { title: 'SIZE', width: 5, align: 'right', sacrifice: 1, cell: ({ size }) => span(String(size)) },
  ];
  const rows = [
    { name: 'BTC', size: 12 },
    { name: 'BABYDOGE', size: 1_234_567 },
  ];

  it('aligns cells under a heading ruled over the whole width', () => {
    expect(tableLines(columns, rows, 13).map(textOf)).toEqual(['NAME     SIZE', 'BTC        12', 'BABYD…  1234…']);
  });

  it('spreads the columns when there is room, up to a point', () => {
    expect(tableLines(columns, rows.slice(0, 1), 30).map(textOf)).toEqual([
      'NAME      SIZE                ',
      'BTC         12',
    ]);
  });

  it('cuts the last column that is left', () => {
    expect(tableLines(columns, rows, 4).map(textOf)).toEqual(['NAM…', 'BTC…', 'BAB…']);
  });
});
