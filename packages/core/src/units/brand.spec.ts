import { score, type Score } from '../signal/signal-scores';
import type { Brand } from './brand';
import { marketId, type MarketId } from './market-id';
import type { Quantums, QuoteQuantums, Subticks } from './quantums';
import { unixMs, type UnixMs } from './unix-ms';

type Metres = Brand<number, 'Metres'>;

/** Compile-time checks: each line marked `@ts-expect-error` fails the type check when it starts to compile. */
describe('Brand', () => {
  it('keeps bare primitives out', () => {
    // @ts-expect-error a bare number is not a point in time
    const time: UnixMs = 5;
    // @ts-expect-error a bare string is not a market
    const market: MarketId = 'BTC-USD';
    // @ts-expect-error a bare number is not a score
    const points: Score = 50;
    // @ts-expect-error a bare bigint is not a size
    const size: Quantums = 1n;
    expect([time, market, points, size]).toHaveLength(4);
  });

  it('keeps brands of the same primitive apart', () => {
    const size = 1_000_000n as Quantums;
    // @ts-expect-error a size is not a price
    const price: Subticks = size;
    // @ts-expect-error a size is not money
    const money: QuoteQuantums = size;
    // @ts-expect-error a time is not a score
    const points: Score = unixMs(50);
    expect([price, money, points]).toHaveLength(3);
  });

  it('lets a branded value be used as the primitive it is', () => {
    const length = 2 as Metres;
    const doubled: number = length * 2;
    const text: string = marketId('BTC-USD');
    expect([doubled, text, score(1) + unixMs(1)]).toEqual([4, 'BTC-USD', 2]);
  });
});
