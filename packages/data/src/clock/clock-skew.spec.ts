import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import fc from 'fast-check';
import { from, NEVER, throwError, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { unixMs, type Block, type ClockSkew, type MarketData } from '@perpstream/core';
import { block, collectFaults } from '@perpstream/testing';
import { bookSnapshot, tradeHistory } from '../../fixtures/market-inputs';
import { clockSkew } from './clock-skew';

const BLOCK_MS = 1_000;

/** Blocks one second apart that were received so much later than they were made. */
function blocksOf(lagsMs: readonly number[]): Block[] {
  return lagsMs.map((lagMs, index) => {
    const exchangeMs = index * BLOCK_MS;
    return block({
      height: index,
      exchangeMs: unixMs(exchangeMs),
      receivedMs: unixMs(exchangeMs + lagMs),
      cause: index,
    });
  });
}

function skewsOf(inputs: readonly MarketData[], skewBlocks?: number): ClockSkew[] {
  const skews: ClockSkew[] = [];
  from(inputs)
    .pipe(clockSkew({ faults: collectFaults(), ...(skewBlocks === undefined ? {} : { skewBlocks }) }))
    .subscribe((skew) => skews.push(skew));
  return skews;
}

const summary = (skews: readonly ClockSkew[]): number[][] =>
  skews.map(({ cause, skewMs, delayMs, samples }) => [cause, skewMs, delayMs, samples]);
const repeated = (lagMs: number, times: number): number[] => Array.from({ length: times }, () => lagMs);

describe('clockSkew', () => {
  it('tells the first block at once', () => {
    expect(skewsOf(blocksOf([80]))).toEqual([
      { kind: 'clock-skew', receivedMs: 80, cause: 0, skewMs: 80, delayMs: 0, samples: 1 },
    ]);
  });

  it('tells the smallest delay when it moved by 5 ms or more, and how late the newest block is', () => {
    expect(summary(skewsOf(blocksOf([80, 76, 75, 300, 71, 70])))).toEqual([
      [0, 80, 0, 1],
      [2, 75, 0, 3],
      [5, 70, 0, 6],
    ]);
  });

  it('tells again after 30 blocks without a move', () => {
    expect(summary(skewsOf(blocksOf([50, ...repeated(90, 65)])))).toEqual([
      [0, 50, 0, 1],
      [30, 50, 40, 31],
      [60, 50, 40, 61],
    ]);
  });

  it('forgets a fast block once it is out of the window', () => {
    expect(summary(skewsOf(blocksOf([50, 90, 80, 100, 100]), 3))).toEqual([
      [0, 50, 0, 1],
      [3, 80, 20, 3],
    ]);
  });

  it('rests on 120 blocks unless told otherwise', () => {
    const skews = skewsOf(blocksOf([50, ...repeated(90, 200)]));
    expect(skews.find(({ skewMs }) => skewMs === 90)).toMatchObject({ cause: 120, samples: 120 });
  });

  it('is negative where the clock of this computer runs behind', () => {
    expect(skewsOf(blocksOf([-1_270, -1_200]))).toMatchObject([{ skewMs: -1_270 }]);
  });

  it('counts repeated and older blocks once, and mistaken ones not at all', () => {
    const [first, second] = blocksOf([80, 20]) as [Block, Block];
    const odd = block({ exchangeMs: unixMs(1e9), receivedMs: unixMs(500), height: 9 });
    const again = { ...first, receivedMs: unixMs(0) };
    expect(summary(skewsOf([first, again, odd, bookSnapshot(), tradeHistory(), second, again]))).toEqual([
      [0, 80, 0, 1],
      [1, 20, 0, 2],
    ]);
  });

  it('equals the smallest of the last blocks for any delays', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 80 }),
        fc.integer({ min: 1, max: 20 }),
        (lags, window) => {
          for (const { cause, skewMs, delayMs, samples } of skewsOf(blocksOf(lags), window)) {
            const last = lags.slice(Math.max(0, cause + 1 - window), cause + 1);
            expect(skewMs).toBe(Math.min(...last));
            expect(delayMs).toBe((lags[cause] ?? NaN) - skewMs);
            expect(samples).toBe(last.length);
          }
        },
      ),
    );
  });

  it('starts afresh with each subscription', () => {
    const skew$ = from(blocksOf([80])).pipe(clockSkew({ faults: collectFaults() }));
    let told = 0;
    skew$.subscribe(() => (told += 1));
    skew$.subscribe(() => (told += 1));
    expect(told).toBe(2);
  });

  it.each([0, -1, 1.5, NaN, Infinity])('refuses to rest on %p blocks', (skewBlocks) => {
    expect(() => clockSkew({ faults: collectFaults(), skewBlocks })).toThrow(
      `skewBlocks must be an integer >= 1, was ${skewBlocks}`,
    );
  });

  it.each<[name: string, source$: Observable<MarketData>, expected: string]>([
    ['empty', from([]), '|'],
    ['never', NEVER, '-'],
    ['failing', throwError(() => new Error('over')), '#'],
  ])('follows an %s source', (_, source$, expected) => {
    new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted)).run(({ expectObservable }) => {
      expectObservable(source$.pipe(clockSkew({ faults: collectFaults() }))).toBe(expected, {}, new Error('over'));
    });
  });
});

const recording = join(
  process.env['PERPSTREAM_DATA'] ?? join(__dirname, '../../../../../shared/data'),
  'binance-l2-ws-hftbacktest/usdm_ethusdt_20240808.gz',
);
const describeWithData = existsSync(recording) ? describe : describe.skip;

/** One event a second of a raw recording, `<receive time in ns> <JSON with the event time E>`, as if it were a block. */
async function recordedBlocks(): Promise<Block[]> {
  const blocks: Block[] = [];
  for await (const line of createInterface({ input: createReadStream(recording).pipe(createGunzip()) })) {
    const eventMs = /"E":(\d+)/.exec(line)?.[1];
    const second = Math.floor(Number(eventMs) / 1_000);
    if (eventMs === undefined || second <= (blocks.at(-1)?.height ?? 0)) continue;
    const receivedMs = unixMs(Number(line.slice(0, line.indexOf(' '))) / 1e6);
    blocks.push(block({ height: second, exchangeMs: unixMs(Number(eventMs)), receivedMs, cause: blocks.length }));
  }
  return blocks;
}

describeWithData('clockSkew over a recording whose receiver is 1.27 s behind (skipped without PERPSTREAM_DATA)', () => {
  it('finds the skew, negative, and reorders nothing', async () => {
    const blocks = await recordedBlocks();
    const skews = skewsOf(blocks);
    expect(blocks.length).toBeGreaterThan(300);
    for (const { skewMs, delayMs } of skews) {
      expect(skewMs).toBeGreaterThan(-1_400);
      expect(skewMs).toBeLessThan(-1_150);
      expect(delayMs).toBeGreaterThanOrEqual(0);
    }
    expect(skews.map(({ cause }) => cause)).toEqual(skews.map(({ cause }) => cause).sort((a, b) => a - b));
  });
});
