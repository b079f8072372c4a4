import { map, Subject } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { EventScheduler, unixMs, type DataQuality, type MarketData } from '@perpstream/core';
import { block, BTC, ETH } from '@perpstream/testing';
import {
  bookChange,
  bookSnapshot,
  candles,
  gap,
  oraclePrice,
  tradeHistory,
  trades,
} from '../../fixtures/market-inputs';
import { dataQuality } from './data-quality';

/** One input per letter; capital letters belong to another market. */
const inputs: Record<string, MarketData> = {
  s: bookSnapshot(),
  c: bookChange(),
  t: trades(),
  h: tradeHistory(),
  o: oraclePrice(),
  k: candles(),
  b: block(),
  g: gap('book'),
  r: gap('trades'),
  m: gap('markets'),
  S: bookSnapshot(undefined, { marketId: ETH }),
  C: bookChange(undefined, { marketId: ETH }),
};

/** One letter per change of level: (y) syncing, (l) live, (x) stale. */
function letterOf({ marketId, level }: DataQuality): string {
  const letter = { syncing: 'y', live: 'l', dirty: 'd', stale: 'x' }[level];
  return marketId === BTC ? letter : letter.toUpperCase();
}

const staleAfterMs = 10;

describe('dataQuality, one character a millisecond, stale after ten', () => {
  // prettier-ignore
  it.each<[name: string, source: string, expected: string]>([
    ['an empty source',
      '|',
      '|'],
    ['a source that never emits',
      '-',
      '-'],
    ['a source that fails',
      '-s-#',
      '-l-#'],
    ['a market that starts with its snapshot',
      '-s|',
      '-l|'],
    ['a market that is heard of before its snapshot',
      '-o-c-t-s|',
      '-y-----l|'],
    ['blocks, which belong to no market',
      '-b-b|',
      '----|'],
    ['silence after the snapshot',
      's-----------',
      'l---------x-'],
    ['data of any kind in time',
      's--------o--------k--------t--------c-----------',
      'l---------------------------------------------x-'],
    ['data after silence',
      's------------c-----------',
      'l---------x--l---------x-'],
    ['silence while syncing',
      'o---------------|',
      'y---------------|'],
    ['a gap of the book, healed by a snapshot alone',
      's-g-c-t-o-s|',
      'l-y-------l|'],
    ['a gap of the trades, healed by live trades',
      's-r-c-t|',
      'l-y---l|'],
    ['a gap of the trades, healed by history',
      's-r-c-h|',
      'l-y---l|'],
    ['gaps of both, healed when both are',
      's-g-r-t-s|',
      'l-y-----l|'],
    ['gaps of both, healed in the other order',
      's-r-g-s-t|',
      'l-y-----l|'],
    ['a second gap while syncing',
      's-g-g-s|',
      'l-y---l|'],
    ['a gap of another channel',
      's-m-c|',
      'l----|'],
    ['a gap as the first thing heard',
      '-g-s|',
      '-y-l|'],
    ['a gap of a stale market',
      's----------g-s|',
      'l---------xy-l|'],
    ['silence after a gap',
      's-g---------------|',
      'l-y---------------|'],
    ['a market that freezes while another lives',
      's-S-C-C-C-C-C-C-C-C-C-----------',
      'l-L-------x-------------------X-'],
    ['two markets that fall silent one after the other',
      's--S-----------',
      'l--L------x--X-'],
    ['two markets that both had data since the timer was set',
      's-S-c-C-----------',
      'l-L-----------x-X-'],
    ['a source that ends while a market is live',
      's-c---|',
      'l-----|'],
  ])('judges %s', (_, source, expected) => {
    const scheduler = new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted));
    scheduler.run(({ hot, expectObservable }) => {
      const levels$ = hot(source, inputs, 'lost').pipe(dataQuality({ scheduler, staleAfterMs }), map(letterOf));
      expectObservable(levels$).toBe(expected, undefined, 'lost');
    });
  });
});

/** A source, and what comes out of it, in the time of an `EventScheduler`. */
function judging(): {
  readonly scheduler: EventScheduler;
  readonly qualities: DataQuality[];
  readonly at: (ms: number, input?: MarketData) => void;
  readonly stop: () => void;
} {
  const scheduler = new EventScheduler();
  const input$ = new Subject<MarketData>();
  const qualities: DataQuality[] = [];
  const running = input$
    .pipe(dataQuality({ scheduler, staleAfterMs: 10_000 }))
    .subscribe((quality) => qualities.push(quality));
  const at = (ms: number, input?: MarketData): void => {
    scheduler.advanceTo(unixMs(ms));
    if (input !== undefined) input$.next(input);
  };
  return { scheduler, qualities, at, stop: () => running.unsubscribe() };
}

describe('dataQuality on event time', () => {
  it('states level, age, reason, time and cause of each change', () => {
    const { qualities, at } = judging();
    at(100, oraclePrice(1, { receivedMs: unixMs(100), cause: 1 }));
    at(200, bookSnapshot(undefined, { receivedMs: unixMs(200), cause: 2 }));
    at(300, bookChange(undefined, { receivedMs: unixMs(300), cause: 3 }));
    at(20_000);
    at(20_500, bookChange(undefined, { receivedMs: unixMs(20_500), cause: 4 }));
    at(20_700, gap('book', { receivedMs: unixMs(20_700), cause: 5 }));
    const base = { kind: 'quality', marketId: BTC };
    expect(qualities).toEqual([
      { ...base, level: 'syncing', ageMs: 0, reason: 'waiting for a book snapshot', receivedMs: 100, cause: 1 },
      { ...base, level: 'live', ageMs: 0, reason: 'book known, no channel interrupted', receivedMs: 200, cause: 2 },
      { ...base, level: 'stale', ageMs: 10_000, reason: 'no data for 10000 ms', receivedMs: 10_300, cause: 3 },
      { ...base, level: 'live', ageMs: 0, reason: 'data again after 20200 ms', receivedMs: 20_500, cause: 4 },
      { ...base, level: 'syncing', ageMs: 200, reason: 'book interrupted: socket lost', receivedMs: 20_700, cause: 5 },
    ]);
  });

  it('has an infinite age when a gap is the first thing heard', () => {
    const { qualities, at } = judging();
    at(5, gap('trades'));
    expect(qualities).toMatchObject([{ level: 'syncing', ageMs: Infinity }]);
  });

  it('serves all markets with one timer, and has none while no market is live', () => {
    const { scheduler, at } = judging();
    at(0, oraclePrice());
    expect(scheduler.pending).toBe(0);
    at(1, bookSnapshot());
    at(2, bookSnapshot(undefined, { marketId: ETH }));
    expect(scheduler.pending).toBe(1);
    at(3, gap('book'));
    expect(scheduler.pending).toBe(1);
    at(10_002);
    expect(scheduler.pending).toBe(0);
  });

  it('drops the timer when the last live market is interrupted', () => {
    const { scheduler, at } = judging();
    at(1, bookSnapshot());
    at(2, gap('book'));
    expect(scheduler.pending).toBe(0);
  });

  it('leaves nothing on the scheduler after unsubscribing', () => {
    const { scheduler, at, stop } = judging();
    at(1, bookSnapshot());
    stop();
    expect(scheduler.pending).toBe(0);
  });

  it('leaves nothing on the scheduler when the reader leaves while it is told of a stale market', () => {
    const { scheduler, qualities, at, stop } = judging();
    at(1, bookSnapshot());
    at(9_000, bookSnapshot(undefined, { marketId: ETH }));
    qualities.push = (...added): number => {
      stop();
      return Array.prototype.push.apply(qualities, added);
    };
    at(30_000);
    expect(qualities.map(({ level }) => level)).toEqual(['live', 'live', 'stale']);
    expect(scheduler.pending).toBe(0);
  });

  it('finds a silent market to the millisecond when times are fractions of the epoch', () => {
    const { qualities, at } = judging();
    const startMs = 1_723_161_255_378.345;
    at(startMs, bookSnapshot());
    at(startMs + 3_333.3, bookSnapshot(undefined, { marketId: ETH }));
    at(startMs + 7_777.7, bookChange());
    at(startMs + 40_000);
    const stale = qualities.filter(({ level }) => level === 'stale');
    expect(stale.map(({ marketId, receivedMs }) => [marketId, Math.round(receivedMs - startMs)])).toEqual([
      [ETH, 13_333],
      [BTC, 17_778],
    ]);
  });

  it('starts afresh with each subscription', () => {
    const scheduler = new EventScheduler();
    const input$ = new Subject<MarketData>();
    const quality$ = input$.pipe(dataQuality({ scheduler }));
    const levels: string[] = [];
    quality$.subscribe(({ level }) => levels.push(`first ${level}`));
    input$.next(bookSnapshot());
    quality$.subscribe(({ level }) => levels.push(`second ${level}`));
    input$.next(bookChange());
    expect(levels).toEqual(['first live', 'second syncing']);
  });

  it.each([0, -1, NaN, Infinity])('refuses staleAfterMs %p', (staleAfter) => {
    const create = (): unknown => dataQuality({ scheduler: new EventScheduler(), staleAfterMs: staleAfter });
    expect(create).toThrow(RangeError);
    expect(create).toThrow(`staleAfterMs must be > 0 and finite, was ${staleAfter}`);
  });
});
