import { unixMs, type Block, type BlockTiming, type MarketData } from '@perpstream/core';
import fc from 'fast-check';
import { from, lastValueFrom, toArray } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { trackBlocks, type TrackBlocksOptions } from './track-blocks';

const block = (height: number, exchangeMs: number, receivedMs = exchangeMs + 80): Block => ({
  kind: 'block',
  height,
  exchangeMs: unixMs(exchangeMs),
  receivedMs: unixMs(receivedMs),
  cause: height,
});
const timings = (blocks: readonly MarketData[], options?: TrackBlocksOptions): Promise<BlockTiming[]> =>
  lastValueFrom(from(blocks).pipe(trackBlocks(options), toArray()));

describe('trackBlocks', () => {
  it('emits from the second block on, at once, and ignores other data', () => {
    const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
    scheduler.run(({ hot, expectObservable }) => {
      const oracle: MarketData = {
        kind: 'oracle',
        marketId: 'A' as never,
        priceUsd: 1,
        receivedMs: unixMs(0),
        cause: 0,
      };
      const source$ = hot<MarketData>('-a-o-b-c-|', {
        a: block(1, 0),
        o: oracle,
        b: block(2, 600),
        c: block(3, 1_400),
      });
      const expected = '               -----x-y-|';
      expectObservable(source$.pipe(trackBlocks({ halfLifeBlocks: 1e9 }))).toBe(expected, {
        x: { height: 2, exchangeMs: 600, receivedMs: 680, meanBlockMs: 600 },
        y: { height: 3, exchangeMs: 1_400, receivedMs: 1_480, meanBlockMs: expect.closeTo(700, 3) as number },
      });
    });
  });

  it('weighs the latest block time half when the half-life is one block', async () => {
    const all = await timings([block(1, 0), block(2, 1_000), block(3, 1_400)], { halfLifeBlocks: 1 });
    // (0.5 * 1000 + 1 * 400) / (0.5 + 1)
    expect(all.at(-1)?.meanBlockMs).toBeCloseTo(600, 9);
  });

  it('spreads the time of missing blocks evenly over them', async () => {
    const all = await timings([block(10, 0), block(14, 4_000)]);
    expect(all).toEqual([{ height: 14, exchangeMs: 4_000, receivedMs: 4_080, meanBlockMs: 1_000 }]);
  });

  it('gives the same mean whichever blocks are missing, when blocks come evenly', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 2 }), async (heights) => {
        const blocks = heights.toSorted((left, right) => left - right).map((height) => block(height, height * 750));
        for (const { meanBlockMs } of await timings(blocks)) expect(meanBlockMs).toBeCloseTo(750, 6);
      }),
    );
  });

  it.each([
    ['a block that comes twice', block(2, 1_000)],
    ['a block that comes late', block(1, 500)],
    ['a block whose time stands still', block(3, 1_000)],
    ['a block whose time goes back', block(3, 900)],
  ])('leaves %s out', async (_, odd) => {
    const timed = await timings([block(1, 0), block(2, 1_000), odd, block(3, 2_000)]);
    expect(timed.map(({ height, meanBlockMs }) => [height, Math.round(meanBlockMs)])).toEqual([
      [2, 1_000],
      [3, 1_000],
    ]);
  });

  it('follows a chain that becomes faster', async () => {
    const slow = Array.from({ length: 100 }, (_, index) => block(index, index * 1_000));
    const fast = Array.from({ length: 250 }, (_, index) => block(100 + index, 99_000 + (index + 1) * 500));
    expect((await timings([...slow, ...fast])).at(-1)?.meanBlockMs).toBeCloseTo(500, -2);
  });

  it('starts afresh with each subscription', async () => {
    const operator = trackBlocks();
    const run = (): Promise<BlockTiming[]> =>
      lastValueFrom(from([block(1, 0), block(2, 900)] as MarketData[]).pipe(operator, toArray()));
    expect(await run()).toEqual(await run());
  });

  it.each([0, -1, NaN])('refuses a half-life of %p', (halfLifeBlocks) => {
    expect(() => trackBlocks({ halfLifeBlocks })).toThrow(RangeError);
    expect(() => trackBlocks({ halfLifeBlocks })).toThrow(`halfLifeBlocks must be > 0, was ${halfLifeBlocks}`);
  });
});
