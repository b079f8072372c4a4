import { EMPTY, NEVER, of, Subject, take, toArray, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { marketId } from '../units/market-id';
import { mapWithMarketState } from './map-with-market-state';

const btc = marketId('BTC-USD');
const eth = marketId('ETH-USD');
const b = { marketId: btc };
const e = { marketId: eth };

/** Counts the events of each market; silent on every third. */
const counts = () =>
  mapWithMarketState(
    (market) => ({ market, seen: 0 }),
    (state) => {
      state.seen += 1;
      return state.seen % 3 === 0 ? undefined : `${state.market.slice(0, 3)}${state.seen}`;
    },
  );

function inMarbles(test: (scheduler: TestScheduler) => void): () => void {
  return () => {
    const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
    scheduler.run(() => test(scheduler));
  };
}

const values = { u: 'BTC1', v: 'BTC2', w: 'BTC4', x: 'ETH1', y: 'ETH2' };

describe('mapWithMarketState', () => {
  it(
    'keeps one state per market and emits what step returns, nothing for undefined',
    inMarbles((scheduler) => {
      const source$ = scheduler.createHotObservable('  -b-e-b-b-e-b-|', { b, e });
      const subs = '                                   ^------------!';
      const expected = '                               -u-x-v---y-w-|';
      scheduler.expectObservable(source$.pipe(counts())).toBe(expected, values);
      scheduler.expectSubscriptions(source$.subscriptions).toBe(subs);
    }),
  );

  it(
    'is empty for an empty source and silent for one that never emits',
    inMarbles((scheduler) => {
      scheduler.expectObservable(EMPTY.pipe(counts())).toBe('|');
      scheduler.expectObservable(NEVER.pipe(counts())).toBe('-');
    }),
  );

  it(
    'passes an error of the source on',
    inMarbles((scheduler) => {
      const source$ = scheduler.createHotObservable('-b-#', { b });
      scheduler.expectObservable(source$.pipe(counts())).toBe('-u-#', values);
    }),
  );

  it(
    'leaves the source when its reader leaves',
    inMarbles((scheduler) => {
      const source$ = scheduler.createHotObservable('-b-b-b-|', { b });
      const unsubscribe = '                          ----!   ';
      scheduler.expectObservable(source$.pipe(counts()), unsubscribe).toBe('-u-v-', values);
      scheduler.expectSubscriptions(source$.subscriptions).toBe('^---!');
    }),
  );

  it(
    'starts fresh with each subscription, also while another one runs',
    inMarbles((scheduler) => {
      const source$ = scheduler.createHotObservable('-b-b-b-b-|', { b });
      const counted$ = source$.pipe(counts());
      scheduler.expectObservable(counted$).toBe('               -u-v---w-|', values);
      scheduler.expectObservable(counted$, '----^').toBe('              -----u-v-|', values);
    }),
  );

  it('shares no state between two readers of a cold source', () => {
    const counted$ = of(b, b).pipe(counts(), toArray());
    const results: string[][] = [];
    counted$.subscribe((result) => results.push(result));
    counted$.subscribe((result) => results.push(result));
    expect(results).toEqual([
      ['BTC1', 'BTC2'],
      ['BTC1', 'BTC2'],
    ]);
  });

  it.each([
    {
      name: 'create',
      operator: mapWithMarketState(
        () => fail(),
        () => 1,
      ),
    },
    {
      name: 'step',
      operator: mapWithMarketState(
        () => ({}),
        () => fail(),
      ),
    },
  ])('ends with the error that $name throws, and leaves the source', ({ operator }) => {
    const source = new Subject<{ readonly marketId: typeof btc }>();
    let failure: unknown;
    (source.pipe(operator) as Observable<unknown>).subscribe({ error: (error: unknown) => (failure = error) });
    source.next(b);
    expect(failure).toEqual(new Error('broken invariant'));
    expect(source.observed).toBe(false);
  });

  it('asks nothing more of a synchronous source once its reader has enough', () => {
    let stepped = 0;
    of(b, b, b, b)
      .pipe(
        mapWithMarketState(
          () => ({}),
          () => (stepped += 1),
        ),
        take(1),
      )
      .subscribe();
    expect(stepped).toBe(1);
  });

  it('makes the state of a market at its first event, once', () => {
    const create = jest.fn(() => ({}));
    of(b, e, b, e)
      .pipe(mapWithMarketState(create, () => undefined))
      .subscribe();
    expect(create.mock.calls).toEqual([[btc], [eth]]);
  });
});

function fail(): never {
  throw new Error('broken invariant');
}
