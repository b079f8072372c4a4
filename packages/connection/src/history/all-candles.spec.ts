import { CANDLE_MS, marketId, unixMs, type Candle, type CandleResolution } from '@perpstream/core';
import fc from 'fast-check';
import { candleAt, candlePage } from '../test-kit/model-lists';
import { allCandles, type AllCandlesOptions } from './all-candles';

const BTC = marketId('BTC-USD');
const MINUTE = CANDLE_MS['1MIN'];
const series = (count: number, missing: readonly number[] = []): Candle[] =>
  Array.from({ length: count }, (_, step) => candleAt(step)).filter((_, step) => !missing.includes(step));

async function get(candles: readonly Candle[], options: Partial<AllCandlesOptions> = {}): Promise<number[]> {
  const rest = {
    candles: (query: Parameters<AllCandlesOptions['rest']['candles']>[0]) =>
      Promise.resolve(candlePage(candles, query)),
  };
  const wanted = {
    rest,
    marketId: BTC,
    resolution: '1MIN' as CandleResolution,
    fromMs: unixMs(0),
    toMs: unixMs(1e9),
    ...options,
  };
  const starts: number[] = [];
  for await (const { startedMs } of allCandles(wanted)) starts.push(startedMs);
  return starts;
}

describe('allCandles', () => {
  it('gives every candle of the range once, oldest first, whatever the page size and whatever is missing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 120 }),
        fc.array(fc.nat(120), { maxLength: 60 }),
        fc.integer({ min: 1, max: 25 }),
        fc.nat(60 * MINUTE),
        fc.nat(140 * MINUTE),
        async (count, missing, pageSize, from, length) => {
          const candles = series(count, missing);
          const to = from + length + 1;
          const given = await get(candles, { pageSize, fromMs: unixMs(from), toMs: unixMs(to) });
          const wanted = candles.map(({ startedMs }) => startedMs).filter((at) => at >= from && at < to);
          expect(given).toEqual(wanted);
        },
      ),
    );
  });

  it('loses no minute at the border of two pages of 1,000', async () => {
    const given = await get(series(3_005), { toMs: unixMs(3_005 * MINUTE) });
    expect(given).toHaveLength(3_005);
    given.reduce((before, now) => {
      expect(now - before).toBe(MINUTE);
      return now;
    });
  });

  it('gets all of a server that gives fewer candles than asked for', async () => {
    const candles = series(50);
    const rest: AllCandlesOptions['rest'] = {
      candles: (query) => Promise.resolve(candlePage(candles, { ...query, limit: Math.min(7, query.limit ?? 7) })),
    };
    expect(await get([], { rest, toMs: unixMs(50 * MINUTE) })).toHaveLength(50);
  });

  it('gets all of a server that counts the end of a range in', async () => {
    const candles = series(50);
    const rest: AllCandlesOptions['rest'] = {
      candles: (query) => Promise.resolve(candlePage(candles, { ...query, toMs: unixMs(query.toMs! + 1) })),
    };
    expect(await get([], { rest, toMs: unixMs(40 * MINUTE), pageSize: 10 })).toHaveLength(40);
  });

  it('R21: two parts of a history join without a gap or a duplicate, wherever they are split', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(100 * MINUTE), fc.integer({ min: 1, max: 30 }), async (split, pageSize) => {
        const candles = series(100);
        const [fromMs, splitMs, toMs] = [unixMs(0), unixMs(split), unixMs(100 * MINUTE)];
        const first = split === 0 ? [] : await get(candles, { fromMs, toMs: splitMs, pageSize });
        const second = await get(candles, { fromMs: splitMs, toMs, pageSize });
        expect([...first, ...second]).toEqual(await get(candles, { fromMs, toMs }));
      }),
    );
  });

  it('asks one question per page', async () => {
    const asked: unknown[] = [];
    const rest: AllCandlesOptions['rest'] = {
      candles: (query) => {
        asked.push([query.fromMs, query.toMs, query.limit]);
        return Promise.resolve(candlePage(series(100), query));
      },
    };
    await get([], { rest, fromMs: unixMs(1), toMs: unixMs(26 * MINUTE), pageSize: 10 });
    expect(asked).toEqual([
      [MINUTE, 11 * MINUTE, 10],
      [11 * MINUTE, 21 * MINUTE, 10],
      [21 * MINUTE, 26 * MINUTE, 10],
    ]);
  });
});
