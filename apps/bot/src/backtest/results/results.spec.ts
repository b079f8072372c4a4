import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marketId, unixMs, type Attribution } from '@perpstream/core';
import { backtestOn } from '../../../fixtures/backtest-run';
import { candleCsv, folderWith, START_MS, wanderingCandles } from '../../../fixtures/candle-files';
import { type BacktestReport } from './backtest-report';
import { backtestFigures } from './backtest-summary';
import { equityPicture } from './equity-picture';
import { reportLines } from './report-lines';
import { writeResults } from './result-files';
import { StrategyProfits } from './strategy-profits';

const BTC = marketId('BTC-USD');

const report: BacktestReport = {
  from: '2026-01-01T00:00:00.000Z',
  to: '2026-02-10T12:00:00.000Z',
  spanDays: 40.5,
  candleMs: 60_000,
  path: 'close',
  spreadBps: 2,
  depthShare: 1,
  markets: 16,
  candles: 700_000,
  skippedRows: 3,
  decisions: 1_234,
  verdicts: { approved: 1_200, trimmed: 30, refused: 4 },
  orders: 1_300,
  fills: 1_290,
  faults: { order: 2 },
  firstFaults: ['order at planner: gave up'],
  halts: 1,
  equityStartUsd: 10_000,
  equityEndUsd: 9_900,
  totalReturn: -0.01,
  annualisedReturn: -0.087,
  maxDrawdown: { usd: 300, fraction: 0.03 },
  sharpe: { value: -0.5, standardError: 2.9, observations: 40, every: 'day' },
  tradedUsd: 1_000_000,
  turnoverPerDay: 2.5,
  exposure: { meanLeverage: 0.3, timeInMarket: 0.5 },
  realizedPnlUsd: 500,
  unrealizedPnlUsd: -6,
  feesUsd: 500,
  fundingUsd: -94,
  spreadUsd: 100,
  delayUsd: -7,
  byMarket: [
    {
      market: BTC,
      profitUsd: -100,
      feesUsd: 500,
      fundingUsd: -94,
      spreadUsd: 100,
      delayUsd: -7,
      tradedUsd: 1_000_000,
      fills: 1_290,
      openBase: 0.1,
    },
  ],
  byStrategy: [
    { strategy: 'momentum', profitUsd: -90 },
    { strategy: '', profitUsd: -10 },
  ],
  marketsWithoutFunding: ['ETH-USD'],
  adaptedSettings: [{ setting: 'data.staleAfterMs', from: '10000', to: '150000' }],
  wallMs: 20_000,
  steps: 300_000,
  prices: 1_400_000,
  pricesPerSecond: 70_000,
  peakRssMb: 200,
  decisionHash: 'abc',
};

describe('reportLines', () => {
  it('tells everything in few lines', () => {
    expect(reportLines(report)).toEqual([
      'span       2026-01-01 00:00 to 2026-02-10 12:00 UTC, 40.5 days',
      'data       700,000 candles of 60 s, 16 markets, path close; 3 rows left out',
      'assumed    spread 2 bps, depth of 1 median minutes a side',
      'decisions  1,234; risk approved 1,200, trimmed 30, refused 4, stopped 1 times; 1,300 orders, 1,290 fills',
      'equity     $10,000.00 -> $9,900.00, of it unrealised -$6.00',
      'return     -1.00%, -8.70% a year; drawdown $300.00, 3.00% at most; Sharpe -0.50 +- 2.90 of 40 days',
      'traded     $1,000,000.00, 2.50 times the equity a day; leverage 0.30 on average, 50.00% of the time in the market',
      'costs      fees $500.00, spread and depth $100.00, delay -$7.00; funding received -$94.00',
      'faults     2 order',
      '           first order at planner: gave up',
      'adapted    to the candles: data.staleAfterMs 150000 instead of 10000',
      'funding    not known of 1 markets: nothing is paid there, and strategies that ask for it stay out',
      'run        20.0 s, 70,000 prices/s, 200 MB at most',
      'hash       abc',
      '',
      'MARKET               PROFIT       FEES    FUNDING     SPREAD      DELAY     TRADED      FILLS',
      'BTC-USD             -100.00     500.00     -94.00     100.00      -7.00  1,000,000      1,290',
      '',
      'STRATEGY             PROFIT',
      'momentum             -90.00',
      '(none)               -10.00',
    ]);
  });

  it('leaves out what there is not, and the rest of a long table', () => {
    const none = {
      byMarket: [],
      byStrategy: [],
      marketsWithoutFunding: [],
      adaptedSettings: [],
      firstFaults: [],
      faults: {},
    };
    const bare = reportLines({ ...report, ...none, sharpe: null, annualisedReturn: null });
    expect(bare).toHaveLength(11);
    expect(bare[5]).toBe('return     -1.00%; drawdown $300.00, 3.00% at most; no Sharpe ratio');
    const long = Array<BacktestReport['byMarket'][number]>(25).fill(report.byMarket[0]!);
    expect(reportLines({ ...report, byMarket: long, byStrategy: [] }).at(-1)).toBe(
      'and 5 more; --json and --out have all of them',
    );
  });
});

describe('equityPicture', () => {
  it('draws at most a thousand points, the last one among them, and the scales', () => {
    const points = Array.from({ length: 4_321 }, (_, index) => ({
      atMs: START_MS + index * 60_000,
      equityUsd: 10_000 + index,
    }));
    const svg = equityPicture(points);
    const [, line = ''] = /points="([^"]*)"/.exec(svg) ?? [];
    const drawn = line.split(' ');
    expect(drawn.length).toBeLessThanOrEqual(1_000);
    expect(drawn.at(-1)).toBe('940.0,20.0');
    expect(svg).toContain('>10000.00<');
    expect(svg).toContain('>14320.00<');
    expect(svg).toContain('>2026-01-01<');
  });

  it('draws a line in the middle of an equity that never changed', () => {
    const svg = equityPicture([0, 1].map((minute) => ({ atMs: START_MS + minute, equityUsd: 10_000 })));
    expect(svg).toContain('points="90.0,170.0 940.0,170.0"');
  });
});

describe('StrategyProfits', () => {
  it('values what each strategy holds, by its latest statement', () => {
    const profits = new StrategyProfits();
    const told = (strategy: string, cashUsd: number, size: number): Attribution => ({
      kind: 'attribution',
      receivedMs: unixMs(0),
      cause: 0,
      strategy,
      cashUsd,
      sizeBase: new Map([[BTC, size]]),
    });
    profits.observe(told('a', 0, 9));
    profits.observe(told('a', -90, 1));
    profits.observe(told('b', 300, -2));
    profits.observe({ ...told('', 0, 0), sizeBase: new Map() });
    expect(profits.rows(() => 100)).toEqual([
      { strategy: 'b', profitUsd: 100 },
      { strategy: 'a', profitUsd: 10 },
    ]);
  });
});

describe('the results of a run', () => {
  it('are written as summary, hourly equity, trades and a picture', async () => {
    const { recorder } = await backtestOn({ 'BTC.csv': candleCsv(wanderingCandles(3, 300)) });
    const folder = join(folderWith({}), 'results');
    const figures = backtestFigures(recorder, 10_000);
    await writeResults(folder, { ...report, ...figures }, recorder);
    const read = (name: string): string[] => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
    expect(JSON.parse(read('summary.json').join('\n'))).toMatchObject({
      markets: 16,
      decisionHash: recorder.hash.value,
    });
    const [header, ...equity] = read('equity.csv');
    expect(header).toBe('at_ms,equity_usd');
    expect(equity.map((row) => Number(row.split(',')[0]) - START_MS)).toEqual(
      [1, 2, 3, 4, 5].map((hour) => hour * 3_600_000),
    );
    expect(Number(equity.at(-1)?.split(',')[1])).toBe(figures.equityEndUsd);
    const [columns = '', ...trades] = read('trades.csv');
    expect(trades).toHaveLength(figures.fills);
    const first = Object.fromEntries(columns.split(',').map((name, index) => [name, trades[0]!.split(',')[index]]));
    const { atMs, priceUsd, sizeBase, side } = recorder.fills[0]!;
    expect(first).toMatchObject({
      at_ms: `${atMs}`,
      market: 'BTC-USD',
      side,
      price_usd: `${priceUsd}`,
      size_base: `${sizeBase}`,
    });
    expect(read('equity.svg')[0]).toMatch(/^<svg xmlns/);
  });
});
