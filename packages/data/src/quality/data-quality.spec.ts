import { map, Subject } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { EventScheduler, marketId, unixMs, type DataQuality, type MarketData } from '@perpstream/core';
import { block, BTC, ETH } from '@perpstream/testing';
import {
  bookChange,
  bookAudit,
  bookSnapshot,
  candles,
  doubt,
  gap,
  oraclePrice,
  tradeHistory,
  trades,
} from '../../fixtures/market-inputs';
import { dataQuality, type DataQualityOptions } from './data-quality';

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
  d: doubt('book'),
  D: doubt('book', true),
  e: doubt('trades'),
  E: doubt('trades', true),
  f: doubt('candles'),
  a: bookAudit('bid 99 x 1, ask 101 x 1'),
  S: bookSnapshot(undefined, { marketId: ETH }),
  C: bookChange(undefined, { marketId: ETH }),
};

/** One letter per change of level: (y) syncing, (l) live, (x) stale. */
function letterOf({ marketId: market, level }: DataQuality): string {
  const letter = { syncing: 'y', live: 'l', dirty: 'd', stale: 'x' }[level];
  return market === BTC ? letter : letter.toUpperCase();
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
    ['a doubt of the book, and its end',
      's-d-c-D|',
      'l-d---l|'],
    ['doubts of both, over when both are',
      's-d-e-D-E|',
      'l-d-----l|'],
    ['a second snapshot in a doubt, which does not end it',
      's-e-s-E|',
      'l-d---l|'],
    ['a doubt that ends in a gap',
      's-d-g-s-c|',
      'l-d-y-l--|'],
    ['the end of a doubt during a gap',
      's-g-D-s|',
      'l-y---l|'],
    ['a doubt while syncing',
      '-d-s-D|',
      '-y-d-l|'],
    ['a doubt of another channel',
      's-f-c|',
      'l----|'],
    ['silence in a doubt, and data after it',
      's-d-----------c-D|',
      'l-d-------x---d-l|'],
    ['a doubt and its end in silence',
      's-----------d-D-c|',
      'l---------x-----l|'],
    ['audits, which are no sign of life',
      's---a---a---a|',
      'l---------x--|'],
    ['an audit as the first thing heard',
      'a--s|',
      'y--l|'],
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
function judging(options: Partial<DataQualityOptions> = {}): {
  readonly scheduler: EventScheduler;
  readonly qualities: DataQuality[];
  readonly at: (ms: number, input?: MarketData) => void;
  readonly stop: () => void;
} {
  const scheduler = new EventScheduler();
  const input$ = new Subject<MarketData>();
  const qualities: DataQuality[] = [];
  const running = input$
    .pipe(dataQuality({ scheduler, staleAfterMs: 10_000, ...options }))
    .subscribe((quality) => qualities.push(quality));
  const at = (ms: number, input?: MarketData): void => {
    scheduler.advanceTo(unixMs(ms));
    if (input !== undefined) input$.next({ ...input, receivedMs: unixMs(ms), cause: ms });
  };
  return { scheduler, qualities, at, stop: () => running.unsubscribe() };
}

/** Ten levels a side: deep enough for the best number. */
const deepBook = Array.from({ length: 10 }, (_, depth) => `bid ${99 - depth} x 1, ask ${101 + depth} x 1`).join(', ');
const deep = bookSnapshot(deepBook);

const levelOf = ({ level }: DataQuality): string => level;

describe('dataQuality on event time', () => {
  it('states level, number, book, age, reason, time and cause of each change', () => {
    const { qualities, at } = judging();
    at(100, oraclePrice());
    at(200, deep);
    at(3_300, bookChange());
    at(4_000, doubt('trades'));
    at(13_300);
    at(20_500, bookChange());
    at(20_600, doubt('trades', true));
    at(20_700, gap('book'));
    const known = { kind: 'quality', marketId: BTC, crossesRepaired: 0, knownLevels: 10 };
    const unknown = { ...known, knownLevels: 0, level: 'syncing', quality: 0 };
    const live = { ...known, level: 'live', quality: 0.95 };
    const dirty = { ...known, level: 'dirty', quality: 0 };
    expect(qualities).toEqual([
      { ...unknown, ageMs: 0, reason: 'waiting for a book snapshot', receivedMs: 100, cause: 100 },
      { ...live, ageMs: 0, reason: 'book known, no channel interrupted', receivedMs: 200, cause: 200 },
      { ...dirty, ageMs: 700, reason: 'trades in doubt: ids are missing', receivedMs: 4_000, cause: 4_000 },
      {
        ...known,
        level: 'stale',
        quality: 0,
        ageMs: 10_000,
        reason: 'no data for 10000 ms',
        receivedMs: 13_300,
        cause: 3_300,
      },
      { ...dirty, ageMs: 0, reason: 'data again after 17200 ms', receivedMs: 20_500, cause: 20_500 },
      { ...live, ageMs: 100, reason: 'trades no longer in doubt', receivedMs: 20_600, cause: 20_600 },
      { ...unknown, ageMs: 200, reason: 'book interrupted: socket lost', receivedMs: 20_700, cause: 20_700 },
    ]);
  });

  it('has an infinite age when a gap is the first thing heard', () => {
    const { qualities, at } = judging();
    at(5, gap('trades'));
    expect(qualities).toMatchObject([{ level: 'syncing', ageMs: Infinity }]);
  });

  it('R20: turns one frozen market of many stale in the stated time while the others stay live', () => {
    const { qualities, at } = judging({ staleAfterMs: 3_000 });
    const markets = Array.from({ length: 50 }, (_, index) => marketId(`M${index}-USD`));
    markets.forEach((market) => at(0, { ...deep, marketId: market }));
    for (let ms = 250; ms <= 20_000; ms += 250) {
      for (const market of markets)
        if (market !== markets[7] || ms <= 5_000) at(ms, bookChange(undefined, { marketId: market }));
    }
    const changes = qualities.filter(({ level }) => level !== 'live');
    expect(changes).toMatchObject([{ marketId: markets[7], level: 'stale', receivedMs: 8_000, ageMs: 3_000 }]);
    const others = qualities.filter((quality) => quality.marketId !== markets[7]);
    expect(others).toHaveLength(49);
    expect(new Set(others.map(({ quality }) => quality))).toEqual(new Set([0.95]));
  });

  it('tells the number on whole seconds once it has moved by 0.05', () => {
    const { qualities, at } = judging();
    at(500, deep);
    at(10_400);
    expect(qualities.map(({ receivedMs, quality }) => [receivedMs, Number(quality.toFixed(4))])).toEqual([
      [500, 0.95],
      [7_000, 0.8075],
      [8_000, 0.7125],
      [9_000, 0.6175],
      [10_000, 0.5225],
    ]);
    expect(qualities[1]).toMatchObject({ level: 'live', ageMs: 6_500, cause: 500, reason: 'quality was 0.95' });
  });

  it('looks at the number less often where data may be older', () => {
    const { qualities, at } = judging({ staleAfterMs: 40_000 });
    at(0, deep);
    at(40_000);
    expect(qualities.map(({ receivedMs }) => receivedMs)).toEqual([0, 24_000, 28_000, 32_000, 36_000, 40_000]);
  });

  it('counts every level that had to be hidden, and lowers the number for a minute', () => {
    const { qualities, at } = judging({ staleAfterMs: 1_000_000 });
    at(0, deep);
    for (let count = 1; count <= 10; count += 1) {
      at(10_000 + count, bookChange('bid 101.5 x 1'));
      at(10_100 + count, bookChange('bid 101.5 x 0'));
    }
    at(200_000);
    const numbers = qualities.map(({ receivedMs, quality, crossesRepaired }) => [receivedMs, crossesRepaired, quality]);
    expect(numbers[1]).toEqual([20_000, 10, 0.95 * (60 / 70)]);
    expect(numbers.at(-1)?.slice(1)).toEqual([10, expect.closeTo(0.93, 1)]);
    expect(numbers.length).toBeLessThan(6);
  });

  it('tells each audit of the book at once, and what it means for the number', () => {
    const { qualities, at } = judging();
    const audit = bookAudit(deepBook, { requestedMs: unixMs(9_000) });
    at(0, deep);
    at(9_500, bookChange('bid 1 x 0'));
    at(10_000, audit);
    at(10_100, doubt('book'));
    at(10_200, audit);
    at(10_300, doubt('book', true));
    expect(qualities.filter(({ lastAudit }) => lastAudit !== undefined)).toMatchObject([
      {
        level: 'live',
        quality: 1,
        ageMs: 500,
        receivedMs: 10_000,
        reason: 'audit found 0 of 20 levels wrong',
        lastAudit: { receivedMs: 10_000, judgedLevels: 20, wrongLevels: 0 },
      },
      { level: 'dirty', quality: 0, receivedMs: 10_100, lastAudit: { receivedMs: 10_000 } },
      { level: 'live', receivedMs: 10_300, lastAudit: { receivedMs: 10_000 } },
    ]);
  });

  it('trusts a book less after an audit that found much wrong, and forgets audits with the next snapshot', () => {
    const { qualities, at } = judging();
    at(0, deep);
    at(9_500, bookChange('bid 1 x 0'));
    at(10_000, bookAudit(deepBook.replaceAll('x 1', 'x 2'), { requestedMs: unixMs(9_000) }));
    at(10_100, gap('book'));
    at(10_200, deep);
    expect(qualities.slice(-3)).toMatchObject([
      { level: 'live', quality: 0.5, lastAudit: { judgedLevels: 20, wrongLevels: 20 } },
      { level: 'syncing', quality: 0 },
      { level: 'live', quality: 0.95 },
    ]);
    expect(qualities.at(-1)).not.toHaveProperty('lastAudit');
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
    at(2, bookChange('bid 102 x 1'));
    stop();
    expect(scheduler.pending).toBe(0);
  });

  it.each(['live', 'stale'])('leaves nothing on the scheduler when the reader leaves at a %s of the timer', (last) => {
    const { scheduler, qualities, at, stop } = judging();
    at(1, bookSnapshot());
    at(2, bookSnapshot(undefined, { marketId: ETH }));
    qualities.push = (quality: DataQuality): number => {
      if (quality.level === last) stop();
      return Array.prototype.push.call(qualities, quality);
    };
    at(30_000);
    expect(levelOf(qualities.at(-1)!)).toBe(last);
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
    expect(stale.map(({ marketId: market, receivedMs }) => [market, Math.round(receivedMs - startMs)])).toEqual([
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

  it('refuses options of books out of range', () => {
    expect(() => dataQuality({ scheduler: new EventScheduler(), evictAfterMs: 0 })).toThrow(RangeError);
  });
});
