import { join } from 'node:path';
import { marketId } from '@perpstream/core';
import { candleCsv, folderWith, MINUTE_MS, START_MS, type CandleRow } from '../../../fixtures/candle-files';
import { UsageError } from '../../errors';
import { CandleCursor } from './candle-cursor';
import { candleLengthMs } from './candle-length';
import { candleRounds } from './candle-rounds';
import { csvLines } from './csv-lines';
import { chooseFiles, dataFiles } from './data-files';
import { marketOfFile } from './market-of-file';

const EVER = { fromMs: -Infinity, toMs: Infinity };
const row = (minute: number, priceUsd = 100): CandleRow => [
  START_MS + minute * MINUTE_MS,
  priceUsd,
  priceUsd + 2,
  priceUsd - 1,
  priceUsd + 1,
  7,
];

async function openAll(folder: string, range = EVER): Promise<readonly CandleCursor[]> {
  const cursors = dataFiles(folder).map((file) => new CandleCursor(file, range));
  for (const cursor of cursors) await cursor.fill();
  return cursors;
}

/** Minute of each round and the bases of its markets. */
async function roundsOf(cursors: readonly CandleCursor[]): Promise<string[]> {
  const told: string[] = [];
  for await (const rounds of candleRounds(cursors)) {
    for (const { startMs, candles } of rounds) {
      const names = candles.map(({ market }) => cursors[market]!.marketId.slice(0, -4));
      told.push(`${(startMs - START_MS) / MINUTE_MS} ${names.join('+')}`);
    }
  }
  return told;
}

describe('csvLines', () => {
  it.each(['a.csv', 'a.csv.gz'])('gives the lines of %s without comments, empty ones and line ends', async (name) => {
    const folder = folderWith({ [name]: '# comment\r\nts_ms,open\r\n\r\n1,2\n3,4' });
    const lines: string[] = [];
    for await (const some of csvLines(join(folder, name))) lines.push(...some);
    expect(lines).toEqual(['ts_ms,open', '1,2', '3,4']);
  });

  it('fails when the file is broken', async () => {
    const folder = folderWith({ 'a.csv': 'not packed' });
    const broken = async (): Promise<void> => {
      for await (const _ of csvLines(join(folder, 'b.csv.gz'))) expect(_).toBeUndefined();
    };
    await expect(broken()).rejects.toThrow('ENOENT');
  });
});

describe('marketOfFile', () => {
  it.each([
    ['BTC.csv', 'BTC-USD'],
    ['BTCUSDT.csv.gz', 'BTC-USD'],
    ['ETH-USD.csv', 'ETH-USD'],
    ['kPEPE.csv.gz', 'kPEPE-USD'],
    ['dydx_BTC-USD_1MIN_168h.csv.gz', 'BTC-USD'],
  ])('of %s is %s', (name, market) => {
    expect(marketOfFile(join('/nowhere', name))).toBe(market);
  });

  it('is that of the description beside it', () => {
    const folder = folderWith({ 'mine.csv': '', 'mine.csv.json': '{"marketId":"SOL-USD"}' });
    expect(marketOfFile(join(folder, 'mine.csv'))).toBe('SOL-USD');
  });
});

describe('dataFiles', () => {
  it('takes the CSV files of a folder, by market', () => {
    const folder = folderWith({ 'SOL.csv': '', 'BTC.csv.gz': '', 'BTC.csv.gz.json': '{}', 'notes.txt': '' });
    expect(dataFiles(folder).map(({ marketId }) => marketId)).toEqual(['BTC-USD', 'SOL-USD']);
    expect(dataFiles(join(folder, 'SOL.csv'))).toHaveLength(1);
  });

  it('refuses two files of one market, and a folder that is not there', () => {
    expect(() => dataFiles(folderWith({ 'BTC.csv': '', 'BTCUSDT.csv': '' }))).toThrow(/both hold BTC-USD/);
    expect(() => dataFiles('/nowhere')).toThrow(UsageError);
  });

  it('finds the markets that are asked for, and names those there are when one is not', () => {
    const files = dataFiles(folderWith({ 'SOL.csv': '', 'BTC.csv': '' }));
    expect(chooseFiles(files, undefined)).toHaveLength(2);
    expect(chooseFiles(files, ['BTC-USD'])).toMatchObject([{ marketId: 'BTC-USD' }]);
    expect(chooseFiles(files, ['SOL', 'BTC'])).toHaveLength(2);
    expect(() => chooseFiles(files, ['ETH'])).toThrow('there is no file of ETH-USD; there are BTC-USD, SOL-USD');
  });
});

describe('CandleCursor', () => {
  const file = (text: string) => ({
    path: join(folderWith({ 'BTC.csv': text }), 'BTC.csv'),
    marketId: marketId('BTC-USD'),
  });

  it.each([
    ['plain files', candleCsv([[60_000, 1, 4, 0.5, 2, 9]]), NaN],
    [
      'files of `perpstream history`',
      'started_ms,open_usd,high_usd,low_usd,close_usd,volume_base,volume_usd,trades,starting_open_interest_base\n60000,1,4,0.5,2,9,18,3,77\n',
      77,
    ],
    [
      'files with ISO times',
      '# made by hand\ntimestamp,open,high,low,close,volume\n1970-01-01 00:01:00+00:00,1,4,0.5,2,9\n',
      NaN,
    ],
  ])('reads %s', async (_, text, openInterestBase) => {
    const cursor = new CandleCursor(file(text), EVER);
    await cursor.fill();
    const prices = { openUsd: 1, highUsd: 4, lowUsd: 0.5, closeUsd: 2 };
    expect(cursor.next).toEqual({ startMs: 60_000, ...prices, volumeBase: 9, openInterestBase });
  });

  it('names the column that is missing', async () => {
    const cursor = new CandleCursor(file('ts_ms,open,high,low,volume\n'), EVER);
    await expect(cursor.fill()).rejects.toThrow(/no column close or close_usd in its first line/);
  });

  it.each<[name: string, row: string]>([
    ['a number that is none', '120000,1,x,1,1,1'],
    ['a cell too few', '120000,1,1'],
    ['a high below the close', '120000,1,1,1,2,1'],
    ['a price of 0', '120000,0,1,0,1,1'],
    ['a volume below 0', '120000,1,1,1,1,-1'],
    ['a time that was there before', '60000,1,1,1,1,1'],
  ])('leaves out a row with %s, and counts it', async (_, bad) => {
    const cursor = new CandleCursor(
      file(`ts_ms,open,high,low,close,volume\n60000,1,1,1,1,1\n${bad}\n180000,1,1,1,1,1\n`),
      EVER,
    );
    await cursor.fill();
    expect(cursor.ahead.map(({ startMs }) => startMs)).toEqual([60_000, 180_000]);
    expect(cursor.skippedRows).toBe(1);
  });

  it('gives the candles of the time asked for', async () => {
    const range = { fromMs: START_MS + MINUTE_MS, toMs: START_MS + 3 * MINUTE_MS };
    const cursors = await openAll(
      folderWith({ 'BTC.csv': candleCsv([0, 1, 2, 3].map((minute) => row(minute))) }),
      range,
    );
    expect(await roundsOf(cursors)).toEqual(['1 BTC', '2 BTC']);
  });
});

describe('candleRounds', () => {
  it('joins markets by time, with holes, different starts and ends', async () => {
    const folder = folderWith({
      'BTC.csv': candleCsv([0, 1, 3].map((minute) => row(minute))),
      'ETH.csv.gz': candleCsv([1, 2, 3, 5].map((minute) => row(minute))),
    });
    const expected = ['0 BTC', '1 BTC+ETH', '2 ETH', '3 BTC+ETH', '5 ETH'];
    expect(await roundsOf(await openAll(folder))).toEqual(expected);
  });

  it('joins files that are read in many pieces', async () => {
    const minutes = Array.from({ length: 9_000 }, (_, minute) => minute);
    const folder = folderWith({
      'BTC.csv': candleCsv(minutes.map((minute) => row(minute))),
      'ETH.csv': candleCsv(minutes.filter((minute) => minute % 3 !== 1).map((minute) => row(minute))),
    });
    const told = await roundsOf(await openAll(folder));
    expect(told).toEqual(minutes.map((minute) => `${minute} BTC${minute % 3 === 1 ? '' : '+ETH'}`));
  });
});

describe('candleLengthMs', () => {
  it('is the shortest step, holes or not', async () => {
    const folder = folderWith({ 'BTC.csv': candleCsv([row(0), row(15), row(20)]), 'ETH.csv': candleCsv([row(0)]) });
    expect(candleLengthMs(await openAll(folder))).toBe(5 * MINUTE_MS);
  });

  it('must be the same of all files, and one that the exchange has', async () => {
    const mixed = folderWith({ 'BTC.csv': candleCsv([row(0), row(1)]), 'ETH.csv': candleCsv([row(0), row(5)]) });
    expect(() => candleLengthMs([])).toThrow('not two candles');
    const cursors = await openAll(mixed);
    expect(() => candleLengthMs(cursors)).toThrow(/BTC.csv has candles of 60 s, .*ETH.csv of 300 s/);
    const odd = await openAll(folderWith({ 'BTC.csv': candleCsv([row(0), row(2)]) }));
    expect(() => candleLengthMs(odd)).toThrow('candles of 120 s are not among those of the exchange');
  });
});
