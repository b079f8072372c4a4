import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as math from '../math';

const vectors = join(
  process.env['PERPSTREAM_DATA'] ?? join(__dirname, '../../../../../shared/data'),
  'reference/tulip/atoz.txt',
);
const describeWithData = existsSync(vectors) ? describe : describe.skip;

/** Results printed in Achelis, "Technical Analysis from A to Z", as kept by the tests of Tulip Indicators. */
function caseOf(title: string): number[][] {
  const lines = readFileSync(vectors, 'utf8').split('\n');
  const rows = lines.slice(lines.indexOf(title) + 1);
  const numbers = rows.slice(0, rows.indexOf('')).filter((line) => line.startsWith('{'));
  return numbers.map((line) => line.replace(/[{}]/g, '').split(',').map(Number));
}

const bar = ([highUsd = 0, lowUsd = 0, closeUsd = 0, volumeBase = 0]: readonly number[]): math.HighLowCloseVolume => ({
  highUsd,
  lowUsd,
  closeUsd,
  volumeBase,
});

type Row = readonly number[];
type Outputs = readonly (number | undefined)[];
type Streaming<Input> = { readonly value?: number | undefined; update(input: Input): number | undefined };

/** What a formula over bars says after each row: one column for each output of the reference. */
function overBars<Formula extends Streaming<math.HighLowCloseVolume>>(
  create: () => Formula,
  read: (formula: Formula) => Outputs = ({ value }) => [value],
): (rows: readonly Row[]) => Outputs[] {
  return (rows) => {
    const formula = create();
    return rows.map((row) => (formula.update(bar(row)), read(formula)));
  };
}

/** The same of a formula over single values. */
function overValues<Formula extends Streaming<number>>(
  create: () => Formula,
  read: (formula: Formula) => Outputs = ({ value }) => [value],
): (rows: readonly Row[]) => Outputs[] {
  return (rows) => {
    const formula = create();
    return rows.map(([value = 0]) => (formula.update(value), read(formula)));
  };
}

/** How many more values than the reference we have: it waits longer at the start, or less. */
type Compared = readonly [title: string, inputs: number, run: (rows: readonly Row[]) => Outputs[], more?: number];

const compared: readonly Compared[] = [
  ['ad', 4, overBars(() => new math.AccumulationDistribution())],
  ['adosc 3 10', 4, overBars(() => new math.ChaikinOscillator())],
  ['atr 4', 3, overBars(() => new math.Atr(4))],
  ['bbands 5 2', 1, overValues(() => new math.Bollinger({ period: 5 }), ({ lower, value, upper }) => [lower, value, upper])], // prettier-ignore
  ['cci 5', 3, overBars(() => new math.Cci(5)), 4],
  ['dema 5', 1, overValues(() => new math.Dema(5))],
  ['ema 5', 1, overValues(() => new math.Ema(5)), -4],
  ['emv', 3, (rows) => overBars(() => new math.EaseOfMovement(1, 10_000))(rows.map(([high = 0, low = 0, volume = 0]) => [high, low, low, volume]))], // prettier-ignore
  ['mfi 14', 4, overBars(() => new math.MoneyFlowIndex(14))],
  ['obv', 2, (rows) => overBars(() => new math.OnBalanceVolume())(rows.map(([close = 0, volume = 0]) => [close, close, close, volume]))], // prettier-ignore
  ['psar .02 .2', 2, overBars(() => new math.ParabolicSar())],
  [
    'rocr 12',
    1,
    overValues(
      () => new math.Roc(12),
      ({ value }) => [ratioOf(value)],
    ),
  ],
  ['rsi 5', 1, overValues(() => new math.Rsi(5))],
  ['sma 5', 1, overValues(() => new math.RollingMean(5))],
  ['stddev 5', 1, overValues(() => new math.RollingVariance(5), ({ populationVariance }) => [rootOf(populationVariance)])], // prettier-ignore
  ['stoch 5 3 3', 3, overBars(() => new math.Stochastic({ period: 5 }), ({ value, signal }) => [signal === undefined ? signal : value, signal])], // prettier-ignore
  ['tema 5', 1, overValues(() => new math.Tema(5))],
  ['tr', 3, overBars(() => new math.TrueRange())],
  ['typprice', 3, (rows) => rows.map((row) => [math.typicalPriceUsd(bar(row))])],
  ['ultosc 7 14 28', 3, overBars(() => new math.UltimateOscillator())],
  ['willr 5', 3, overBars(() => new math.WilliamsR(5))],
  ['wma 5', 1, overValues(() => new math.Wma(5))],
  ['wilders 5', 1, overValues(() => new math.Rma(5))],
];

const ratioOf = (percent: number | undefined): number | undefined =>
  percent === undefined ? undefined : 1 + percent / 100;
const rootOf = (variance: number | undefined): number | undefined =>
  variance === undefined ? undefined : Math.sqrt(variance);

/** Printed with 3 or 4 digits; large ones are rounded as 32-bit numbers. */
function expectClose(actual: readonly (number | undefined)[], expected: readonly number[]): void {
  actual.forEach((value, index) => {
    const printed = expected[index]!;
    expect(Math.abs(value! - printed)).toBeLessThan(1e-3 * Math.max(1, Math.abs(printed) / 1_000));
  });
}

const rowsOf = (columns: readonly number[][]): Row[] =>
  columns[0]!.map((_, index) => columns.map((column) => column[index]!));

describeWithData('formulas against the printed results of a textbook (skipped without PERPSTREAM_DATA)', () => {
  it.each(compared.map(([title, inputs, run, more = 0]) => ({ title, inputs, run, more })))('$title', (each) => {
    const { title, inputs, run, more } = each;
    const columns = caseOf(title);
    const outputs = run(rowsOf(columns.slice(0, inputs)));
    columns.slice(inputs).forEach((expected, output) => {
      const values = outputs.map((row) => row[output]).filter((value) => value !== undefined);
      expect(values.length).toBe(expected.length + more);
      const count = Math.min(values.length, expected.length);
      expectClose(values.slice(-count), expected.slice(-count));
    });
  });

  /** Its averages start with 13 values instead of 14, which a period later is a third of the difference. */
  it.each([
    ['di 14', 3, (adx: math.Adx) => adx.plusDi],
    ['dx 14', 2, (adx: math.Adx) => adx.dx],
    ['adx 14', 2, (adx: math.Adx) => adx.value],
  ] as const)('%s comes near the reference, as its different start fades', (title, inputs, read) => {
    const adx = new math.Adx(14);
    const columns = caseOf(title);
    const expected = columns[inputs]!;
    // DX is a ratio of moves: closes cancel out, and some rows have none.
    const bars = rowsOf(columns.slice(0, inputs)).map((row) => bar([row[0]!, row[1]!, row[2] ?? row[1]!]));
    const values = bars.map((each) => (adx.update(each), read(adx))).filter((value) => value !== undefined);
    const gaps = values.map((value, index) => Math.abs(value - expected.slice(-values.length)[index]!));
    const meanOf = (some: readonly number[]): number => some.reduce((sum, gap) => sum + gap, 0) / some.length;
    expect(meanOf(gaps.slice(-10))).toBeLessThan(meanOf(gaps.slice(0, 10)) / 1.5);
    expect(gaps.at(-1)!).toBeLessThan(1.01);
  });

  it('macd 12 26 9 comes near the reference, which rounds its shares to 0.15 and 0.075', () => {
    const macd = new math.Macd();
    const [closes, line, signal] = caseOf('macd 12 26 9');
    const values = closes!.map((close) => (macd.update(close), [macd.value, macd.signal] as const));
    const lineGaps = line!.map((expected, index) => Math.abs(values.slice(-line!.length)[index]![0]! - expected));
    const signalGaps = signal!.slice(8).map((expected, index) => Math.abs(values.slice(33)[index]![1]! - expected));
    expect(lineGaps).toHaveLength(30);
    expect(Math.max(...lineGaps)).toBeLessThan(0.1);
    expect(signalGaps).toHaveLength(22);
    expect(Math.max(...signalGaps)).toBeLessThan(0.1);
  });
});
