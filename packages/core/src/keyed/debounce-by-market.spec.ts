import { EMPTY, NEVER, Subject, take } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { EventScheduler } from '../time/event-scheduler';
import { marketId } from '../units/market-id';
import { unixMs } from '../units/unix-ms';
import { debounceByMarket } from './debounce-by-market';

const btc = marketId('BTC-USD');
const eth = marketId('ETH-USD');
const values = {
  a: { marketId: btc, n: 1 },
  b: { marketId: btc, n: 2 },
  c: { marketId: btc, n: 3 },
  x: { marketId: eth, n: 1 },
  y: { marketId: eth, n: 2 },
};

function inMarbles(test: (scheduler: TestScheduler) => void): () => void {
  return () => {
    const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
    scheduler.run(() => test(scheduler));
  };
}

describe('debounceByMarket', () => {
  it(
    'emits the latest value of a market once it was silent for long enough',
    inMarbles((scheduler) => {
      const source$ = scheduler.createHotObservable('-a-b-----c------|', values);
      const subs = '                                 ^---------------!';
      const expected = '                             ------b-----c---|';
      scheduler.expectObservable(source$.pipe(debounceByMarket(3, scheduler))).toBe(expected, values);
      scheduler.expectSubscriptions(source$.subscriptions).toBe(subs);
    }),
  );

  it(
    'is not held up in one market by another that never rests',
    inMarbles((scheduler) => {
      const source$ = scheduler.createHotObservable('-x-a-b-a-b-a-b-----|', values);
      const expected = '                             ----x-----------b--|';
      scheduler.expectObservable(source$.pipe(debounceByMarket(3, scheduler))).toBe(expected, values);
    }),
  );

  it(
    'emits what waits when the source completes, in order of arrival',
    inMarbles((scheduler) => {
      const source$ = scheduler.createHotObservable('-axb|', values);
      const expected = '                             ----(xb|)';
      scheduler.expectObservable(source$.pipe(debounceByMarket(50, scheduler))).toBe(expected, values);
    }),
  );

  it(
    'drops what waits when the source fails',
    inMarbles((scheduler) => {
      const source$ = scheduler.createHotObservable('-a-#', values);
      scheduler.expectObservable(source$.pipe(debounceByMarket(50, scheduler))).toBe('---#', values);
    }),
  );

  it(
    'is empty for an empty source and silent for one that never emits',
    inMarbles((scheduler) => {
      scheduler.expectObservable(EMPTY.pipe(debounceByMarket(5, scheduler))).toBe('|');
      scheduler.expectObservable(NEVER.pipe(debounceByMarket(5, scheduler))).toBe('-');
    }),
  );

  it(
    'starts fresh with each subscription',
    inMarbles((scheduler) => {
      const source$ = scheduler.createHotObservable('-a-------c---|', values);
      const debounced$ = source$.pipe(debounceByMarket(3, scheduler));
      scheduler.expectObservable(debounced$).toBe('  ----a-------c|', values);
      scheduler.expectObservable(debounced$, '--^').toBe('------------c|', values);
    }),
  );

  it('lets values through one instant later with a quiet time of 0', () => {
    const scheduler = new EventScheduler();
    const source = new Subject<typeof values.a>();
    const seen: number[] = [];
    source.pipe(debounceByMarket(0, scheduler)).subscribe(({ n }) => seen.push(n));
    source.next(values.a);
    source.next(values.b);
    expect(seen).toEqual([]);
    scheduler.advanceTo(unixMs(0));
    expect(seen).toEqual([2]);
  });

  it.each([
    {
      name: 'its reader leaves',
      end: (_source: Subject<typeof values.a>, leave: () => void) => leave(),
    },
    { name: 'the source completes', end: (source: Subject<typeof values.a>) => source.complete() },
    { name: 'the source fails', end: (source: Subject<typeof values.a>) => source.error(new Error('lost')) },
  ])('leaves no timer behind when $name', ({ end }) => {
    const scheduler = new EventScheduler();
    const source = new Subject<typeof values.a>();
    const reading = source.pipe(debounceByMarket(10, scheduler)).subscribe({ error: () => undefined });
    source.next(values.a);
    source.next(values.x);
    source.next(values.b);
    expect(scheduler.pending).toBe(2);
    end(source, () => reading.unsubscribe());
    expect(scheduler.pending).toBe(0);
    expect(source.observed).toBe(false);
  });

  it('stops at once when the reader has enough while the rest is being emitted', () => {
    const scheduler = new EventScheduler();
    const source = new Subject<typeof values.a>();
    const seen: number[] = [];
    source.pipe(debounceByMarket(10, scheduler), take(1)).subscribe(({ n }) => seen.push(n));
    source.next(values.a);
    source.next(values.y);
    source.complete();
    expect(seen).toEqual([1]);
    expect(scheduler.pending).toBe(0);
  });

  it.each([-1, NaN])('refuses a quiet time of %p', (quietMs) => {
    expect(() => debounceByMarket(quietMs, new EventScheduler())).toThrow(RangeError);
  });
});
