import { marketId, unixMs, type Candle } from '@perpstream/core';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FundingRate, type ListedTrade } from '../rest/market-answers';
import { candleAt, candlePage, newestPage } from '../test-kit/model-lists';
import { downloadHistory } from './download-history';
import { type DownloadHistoryOptions, type DownloadProgress } from './download-options';
import { type HistoryDescription } from './history-description';

const BTC = marketId('BTC-USD');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const trade = (at: number): ListedTrade => ({
  id: `00${String(1_000 + at)}`,
  height: 500 + Math.floor(at / 3),
  exchangeMs: unixMs(Math.floor(at / 3) * 7_000),
  side: at % 2 === 0 ? 'buy' : 'sell',
  priceUsd: 100 + at / 4,
  sizeBase: 0.001 * (1 + at),
  type: 'limit',
});
const funding = (hour: number): FundingRate => ({
  marketId: BTC,
  rate1h: 0.0000125 * hour,
  priceUsd: 100,
  exchangeMs: unixMs(hour * HOUR + 1_234),
  height: 9_000 + hour,
});

class Model {
  candles: Candle[] = Array.from({ length: 95 }, (_, step) => candleAt(step)).filter(
    (_, step) => ![40, 41, 60].includes(step),
  );
  trades: ListedTrade[] = Array.from({ length: 300 }, (_, at) => trade(at));
  rates: FundingRate[] = Array.from({ length: 60 }, (_, hour) => funding(hour)).filter((_, hour) => hour !== 30);
  nowMs = 1e9;
  asked = 0;

  get rest(): DownloadHistoryOptions['rest'] {
    const answer = <T>(value: T): Promise<T> => {
      this.asked += 1;
      return Promise.resolve(value);
    };
    return {
      candles: (query) => answer(candlePage(this.candles, query)),
      trades: (_, query = {}) => answer(newestPage(this.trades.toReversed(), query)),
      historicalFunding: (_, query = {}) => answer(newestPage(this.rates, query)),
      time: () => Promise.resolve(unixMs(this.nowMs)),
      health: () => [{ url: 'http://a/v4', score: 1 }],
    };
  }
}

type Kind = 'candles' | 'trades' | 'funding';

describe('downloadHistory', () => {
  let folder: string;
  let model: Model;

  const optionsFor = (kind: Kind, name = kind, more: Partial<DownloadHistoryOptions> = {}): DownloadHistoryOptions => {
    const base = {
      rest: model.rest,
      marketId: BTC,
      fromMs: unixMs(0),
      toMs: unixMs(90 * MINUTE),
      path: join(folder, name),
    };
    const of = kind === 'candles' ? { kind, resolution: '1MIN' } : { kind };
    return { ...base, ...of, pageSize: 30, ...more } as unknown as DownloadHistoryOptions;
  };
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const rowsOf = (name: string): string[] => text(name).trimEnd().split('\n').slice(1);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'perpstream-history-'));
    model = new Model();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('writes candles oldest first, and describes the file with its gaps', async () => {
    const description = await downloadHistory(optionsFor('candles'));
    expect(text('candles').split('\n')[0]).toBe(
      'started_ms,open_usd,high_usd,low_usd,close_usd,volume_base,volume_usd,trades,starting_open_interest_base',
    );
    expect(rowsOf('candles').map((row) => Number(row.split(',')[0]) / MINUTE)).toEqual(
      Array.from({ length: 90 }, (_, step) => step).filter((step) => ![40, 41, 60].includes(step)),
    );
    expect(rowsOf('candles')[1]).toBe('60000,100,103.5,99.25,100.125,1,100.125,1,7.5');
    expect(description).toEqual({
      formatVersion: 1,
      kind: 'candles',
      marketId: BTC,
      resolution: '1MIN',
      source: 'http://a/v4',
      fromMs: 0,
      toMs: 90 * MINUTE,
      isComplete: true,
      rows: 87,
      sha256: createHash('sha256').update(text('candles')).digest('hex'),
      gaps: [
        { fromMs: 40 * MINUTE, toMs: 42 * MINUTE, missing: 2 },
        { fromMs: 60 * MINUTE, toMs: 61 * MINUTE, missing: 1 },
      ],
    });
    expect(JSON.parse(text('candles.json'))).toEqual(description);
  });

  it('writes trades in the order of the chain, each once', async () => {
    const { rows, gaps } = await downloadHistory(optionsFor('trades'));
    expect(rowsOf('trades').map((row) => row.split(',')[2])).toEqual(model.trades.map(({ id }) => id));
    expect(rowsOf('trades')[4]).toBe('7000,501,001004,buy,101,0.005,limit');
    expect([rows, gaps]).toEqual([300, []]);
  });

  it('writes funding, and reports the hour that is missing', async () => {
    const { rows, gaps } = await downloadHistory(optionsFor('funding', 'funding', { toMs: unixMs(50 * HOUR) }));
    expect(rowsOf('funding')[1]).toBe('3601234,9001,0.0000125,100');
    expect([rows, gaps]).toEqual([49, [{ fromMs: 30 * HOUR, toMs: 31 * HOUR, missing: 1 }]]);
  });

  it('takes up a download that was killed at any byte, without a duplicate or a hole', async () => {
    for (const kind of ['candles', 'trades', 'funding'] as const) {
      const to = kind === 'funding' ? { toMs: unixMs(50 * HOUR) } : {};
      const whole = await downloadHistory(optionsFor(kind, kind, to));
      const bytes = readFileSync(join(folder, kind));
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length), fc.boolean(), async (length, isLostPower) => {
          const name = `${kind}-cut`;
          rmSync(join(folder, `${name}.json`), { force: true });
          const junk = isLostPower && length > 200 ? Buffer.alloc(37) : Buffer.alloc(0);
          writeFileSync(join(folder, name), Buffer.concat([bytes.subarray(0, length), junk]));
          const description = await downloadHistory(optionsFor(kind, name as Kind, to));
          expect(readFileSync(join(folder, name)).equals(bytes)).toBe(true);
          expect(description).toEqual(whole);
        }),
        { numRuns: 60 },
      );
    }
  });

  it('asks only for what is missing', async () => {
    await downloadHistory(optionsFor('candles'));
    model.asked = 0;
    await downloadHistory(optionsFor('candles', 'candles', { toMs: unixMs(95 * MINUTE) }));
    expect(model.asked).toBe(1);
    expect(rowsOf('candles')).toHaveLength(92);
  });

  it('leaves a file that can be taken up when it is ended in the middle', async () => {
    const ending = new AbortController();
    const progress: DownloadProgress[] = [];
    const rest: DownloadHistoryOptions['rest'] = {
      ...model.rest,
      candles: (query, call) =>
        call?.signal?.aborted === true ? Promise.reject(new Error('ended')) : model.rest.candles(query, call),
    };
    const onProgress = (step: DownloadProgress): void => {
      progress.push(step);
      if (step.doneToMs >= 60 * MINUTE) ending.abort();
    };
    const more = { rest, onProgress, signal: ending.signal };
    await expect(downloadHistory(optionsFor('candles', 'candles', more))).rejects.toThrow('ended');
    expect(progress).toEqual([
      { rows: 30, fromMs: 0, doneToMs: 30 * MINUTE, toMs: 90 * MINUTE },
      { rows: 58, fromMs: 0, doneToMs: 60 * MINUTE, toMs: 90 * MINUTE },
    ]);
    expect((JSON.parse(text('candles.json')) as HistoryDescription).isComplete).toBe(false);
    await downloadHistory(optionsFor('candles'));
    expect(rowsOf('candles')).toHaveLength(87);
  });

  it('leaves out what has not settled by the clock of the server', async () => {
    model.nowMs = 50 * MINUTE + 20_000;
    const candles = await downloadHistory(optionsFor('candles'));
    expect([candles.toMs, candles.rows]).toEqual([49 * MINUTE, 47]);
    model.nowMs = 0;
    expect(await downloadHistory(optionsFor('trades'))).toMatchObject({ toMs: 0, rows: 0 });
  });

  it('takes longer and longer pieces of a quiet market, and shorter ones of a busy one', async () => {
    const spans = async (perHour: number, hours: number): Promise<number[]> => {
      const spacing = HOUR / perHour;
      model.trades = Array.from({ length: perHour * hours }, (_, at) => ({
        ...trade(at),
        height: at,
        exchangeMs: unixMs(at * spacing),
        id: String(at).padStart(9, '0'),
      }));
      const done: number[] = [];
      const onProgress = ({ doneToMs }: DownloadProgress): void => void done.push(doneToMs / HOUR);
      const more = { toMs: unixMs(hours * HOUR), onProgress, pageSize: 1_000 } as Partial<DownloadHistoryOptions>;
      await downloadHistory(optionsFor('trades', `busy-${perHour}` as Kind, more));
      return done;
    };
    expect(await spans(10, 24)).toEqual([1, 3, 7, 15, 24]);
    expect(await spans(12_000, 2)).toEqual([1, 1.5, 2]);
  });

  it.each<[string, (options: DownloadHistoryOptions) => DownloadHistoryOptions, string]>([
    [
      'another market',
      (options) => ({ ...options, marketId: marketId('ETH-USD') }),
      'marketId BTC-USD instead of ETH-USD',
    ],
    ['another begin', (options) => ({ ...options, fromMs: unixMs(MINUTE) }), 'fromMs 0 instead of 60000'],
    ['an earlier end', (options) => ({ ...options, toMs: unixMs(MINUTE) }), 'already reaches to 5400000, beyond 60000'],
    ['another kind', (options) => ({ ...options, kind: 'trades' }), 'kind candles instead of trades'],
  ])('refuses to go on with %s', async (_, change, message) => {
    await downloadHistory(optionsFor('candles'));
    const before = text('candles');
    await expect(downloadHistory(change(optionsFor('candles')))).rejects.toThrow(message);
    expect(text('candles')).toBe(before);
  });

  it.each([
    'hello',
    'a file\nof somebody else that is longer than the header of a history could ever be, really, so long it is\n',
  ])('leaves a file alone that is no history: %p', async (content) => {
    writeFileSync(join(folder, 'candles'), content);
    const download = downloadHistory(optionsFor('candles'));
    await expect(download).rejects.toThrow('holds something else: move it away or choose another path');
    expect(text('candles')).toBe(content);
  });

  it('says when the description is none', async () => {
    writeFileSync(join(folder, 'candles.json'), 'oops');
    await expect(downloadHistory(optionsFor('candles'))).rejects.toThrow('candles.json does not describe a history');
  });

  it.each<[Partial<DownloadHistoryOptions>, string]>([
    [{ toMs: unixMs(0) }, 'fromMs must be < toMs 0, was 0'],
    [{ path: '' }, 'path must name a file, was ""'],
    [{ resolution: '2MINS' as '1MIN' }, 'resolution must be one of 1MIN,'],
  ])('refuses the options %j', async (options, message) => {
    await expect(downloadHistory(optionsFor('candles', 'candles', options))).rejects.toThrow(message);
  });
});
