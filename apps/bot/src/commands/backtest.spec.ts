import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { candleCsv, folderWith, MINUTE_MS, START_MS, wanderingCandles } from '../../fixtures/candle-files';
import { type BacktestReport } from '../backtest/results/backtest-report';
import { runCommandLine } from '../command-line';

const CONFIG = resolve(__dirname, '../../config/backtests/momentum-sniper.yaml');

const candles = folderWith({
  'BTC.csv.gz': candleCsv(wanderingCandles(3, 120)),
  'ETHUSDT.csv': candleCsv(wanderingCandles(5, 120)),
});

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs the command in this process and catches what it prints. */
async function backtest(...args: readonly string[]): Promise<Ended> {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    }),
  );
  try {
    return { code: await runCommandLine(['backtest', ...args], { version: '1', demoConfig: '' }), ...printed };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}

async function reportOf(...args: readonly string[]): Promise<BacktestReport> {
  const { stdout, stderr } = await backtest(...args, '--json');
  expect(stderr).toBe('');
  return JSON.parse(stdout) as BacktestReport;
}

describe('perpstream backtest', () => {
  it('plays a folder and tells what came of it', async () => {
    const { code, stdout } = await backtest(candles, '--config', CONFIG);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^span {7}2026-01-01 00:00 to 2026-01-01 02:00 UTC, 0.1 days$/m);
    expect(stdout).toMatch(/^data {7}240 candles of 60 s, 2 markets, path close; 0 rows left out$/m);
    expect(stdout).toMatch(/^hash {7}[0-9a-f]{64}$/m);
  });

  it('prints one line of JSON, the same again but for the time it took', async () => {
    const same = (report: BacktestReport): object => ({ ...report, wallMs: 0, pricesPerSecond: 0, peakRssMb: 0 });
    const first = await reportOf(candles, '--config', CONFIG);
    expect(first).toMatchObject({
      markets: 2,
      candles: 240,
      prices: 480,
      steps: 360,
      candleMs: MINUTE_MS,
      spreadBps: 2,
    });
    expect(same(await reportOf(candles, '--config', CONFIG))).toEqual(same(first));
  });

  it('names the markets whose funding it does not know', async () => {
    const funding = folderWith({ 'BTC.csv': `ts_ms,rate\n${START_MS},0.0001\n` });
    expect(await reportOf(candles, '--funding', funding)).toMatchObject({ marketsWithoutFunding: ['ETH-USD'] });
  });

  it('takes markets, a time, a path and assumptions', async () => {
    const from = new Date(START_MS + 30 * MINUTE_MS).toISOString();
    const to = new Date(START_MS + 90 * MINUTE_MS).toISOString();
    const report = await reportOf(candles, '--markets', 'ETH', '--from', from, '--to', to, '--path', 'ohlc');
    expect(report).toMatchObject({ from, to, markets: 1, candles: 60, prices: 240, path: 'ohlc' });
    const assumed = await reportOf(
      candles,
      '--spread-bps',
      '7',
      '--market-spread-bps',
      'BTC=1,ETH-USD=12',
      '--depth-share',
      '3',
    );
    expect(assumed).toMatchObject({ spreadBps: 7, depthShare: 3 });
  });

  it('writes the results into a folder', async () => {
    const out = join(folderWith({}), 'deep', 'results');
    await reportOf(candles, '--out', out);
    for (const name of ['summary.json', 'equity.csv', 'trades.csv', 'equity.svg']) {
      expect(existsSync(join(out, name))).toBe(true);
    }
  });

  it.each<[name: string, args: string[], message: RegExp]>([
    ['a folder that is not there', ['/nowhere'], /nowhere: not a folder with \*\.csv/],
    ['a folder without candles', [folderWith({ 'x.txt': '' })], /holds no \*\.csv/],
    ['a market without a file', [candles, '--markets', 'SOL'], /no file of SOL-USD; there are BTC-USD, ETH-USD/],
    ['a time that is none', [candles, '--from', 'soon'], /--from must be a time/],
    ['an end before the begin', [candles, '--from', '2026-02-01', '--to', '2026-01-01'], /--from must be before --to/],
    ['a time without candles', [candles, '--from', '2030-01-01'], /not two candles of one market in the time/],
    ['a spread that is none', [candles, '--spread-bps', 'wide'], /write a number from 0 to 1000/],
    ['a spread of a market without a file', [candles, '--market-spread-bps', 'SOL=3'], /names SOL-USD, which is not/],
    ['a path that is none', [candles, '--path', 'zigzag'], /Allowed choices are ohlc, close/],
    ['a folder of funding that is not there', [candles, '--funding', '/nowhere'], /nowhere: not a folder/],
  ])('refuses %s, with code 2', async (_, args, message) => {
    const { code, stderr } = await backtest(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('names the file in which a column is missing', async () => {
    const folder = folderWith({});
    writeFileSync(join(folder, 'BTC.csv'), 'ts_ms,open\n1,2\n');
    expect(await backtest(folder)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/BTC\.csv: no column high/) as string,
    });
  });

  it('ends in order when it is interrupted', async () => {
    const long = folderWith({ 'BTC.csv': candleCsv(wanderingCandles(3, 3_000)) });
    const before = process.listenerCount('SIGINT');
    const ended = backtest(long);
    while (process.listenerCount('SIGINT') === before) await new Promise((resolve) => setImmediate(resolve));
    process.emit('SIGINT', 'SIGINT');
    expect(await ended).toMatchObject({ code: 130, stdout: '' });
  });
});
