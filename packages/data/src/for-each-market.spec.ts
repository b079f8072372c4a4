import { from, of, Subject, throwError } from 'rxjs';
import { type MarketData } from '@perpstream/core';
import { block, ETH } from '@perpstream/testing';
import { bookChange, bookSnapshot } from '../fixtures/market-inputs';
import { forEachMarket } from './for-each-market';

const ofEth = { marketId: ETH };

describe('forEachMarket', () => {
  it('gives each market one part and tells all of the blocks that pass, in order of appearance', () => {
    const told: string[] = [];
    const operator = forEachMarket<string>((subscriber) => ({
      beforeBlock: ({ height }) => {
        subscriber.next(`block ${height}`);
        return height === 5;
      },
      createPart: (marketId) => {
        subscriber.next(`new ${marketId}`);
        return {
          handle: ({ kind }) => subscriber.next(`${marketId} ${kind}`),
          handleBlock: ({ height }) => subscriber.next(`${marketId} block ${height}`),
        };
      },
    }));
    from([
      bookSnapshot(undefined, ofEth),
      bookSnapshot(),
      bookChange(undefined, ofEth),
      block({ height: 4 }),
      block({ height: 5 }),
    ])
      .pipe(operator)
      .subscribe((line) => told.push(line));
    expect(told).toEqual([
      'new ETH-USD',
      'ETH-USD book-snapshot',
      'new BTC-USD',
      'BTC-USD book-snapshot',
      'ETH-USD book-change',
      'block 4',
      'block 5',
      'ETH-USD block 5',
      'BTC-USD block 5',
    ]);
  });

  it('ends with an error when a part throws, and lets go of its source', () => {
    const source$ = new Subject<MarketData>();
    const broken = new Error('broken invariant');
    const operator = forEachMarket<never>(() => ({
      createPart: () => ({
        handle: () => {
          throw broken;
        },
      }),
    }));
    const errors: unknown[] = [];
    source$.pipe(operator).subscribe({ error: (error) => errors.push(error) });
    source$.next(bookSnapshot());
    expect(errors).toEqual([broken]);
    expect(source$.observed).toBe(false);
  });

  it('passes on how its source ends', () => {
    const operator = forEachMarket<never>(() => ({ createPart: () => ({ handle: () => undefined }) }));
    const ends: unknown[] = [];
    const observer = { error: (error: unknown) => ends.push(error), complete: () => ends.push('complete') };
    of(bookSnapshot()).pipe(operator).subscribe(observer);
    throwError(() => 'lost')
      .pipe(operator)
      .subscribe(observer);
    expect(ends).toEqual(['complete', 'lost']);
  });
});
