import { from, NEVER, throwError, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { unixMs, type MarketContext, type MarketData } from '@perpstream/core';
import { block, BTC, ETH, marketRules } from '@perpstream/testing';
import { bookSnapshot, gap, marketUpdate, oraclePrice } from '../../fixtures/market-inputs';
import { marketContexts } from './market-contexts';

function contextsOf(...inputs: readonly MarketData[]): MarketContext[] {
  const contexts: MarketContext[] = [];
  from(inputs)
    .pipe(marketContexts())
    .subscribe((context) => contexts.push(context));
  return contexts;
}

describe('marketContexts', () => {
  it('merges patches into one whole context per change', () => {
    const contexts = contextsOf(
      marketUpdate({ status: 'ACTIVE', rules: marketRules(), volume24hUsd: 10 }, { cause: 1 }),
      marketUpdate({ volume24hUsd: 11, nextFundingRate1h: 0.0001 }, { cause: 2 }),
    );
    expect(contexts).toEqual([
      {
        kind: 'context',
        marketId: BTC,
        receivedMs: 0,
        cause: 1,
        status: 'ACTIVE',
        rules: marketRules(),
        volume24hUsd: 10,
      },
      {
        kind: 'context',
        marketId: BTC,
        receivedMs: 0,
        cause: 2,
        status: 'ACTIVE',
        rules: marketRules(),
        volume24hUsd: 11,
        nextFundingRate1h: 0.0001,
      },
    ]);
  });

  it('is silent when a patch changes nothing', () => {
    expect(contextsOf(marketUpdate(), marketUpdate(), marketUpdate({ trades24h: 3 }))).toHaveLength(1);
  });

  it('creates a market it never heard of, with status UNKNOWN and nothing made up', () => {
    expect(contextsOf(oraclePrice(5, { receivedMs: unixMs(70), cause: 2 }))).toEqual([
      {
        kind: 'context',
        marketId: BTC,
        receivedMs: 70,
        cause: 2,
        status: 'UNKNOWN',
        oraclePriceUsd: 5,
        oracleReceivedMs: 70,
      },
    ]);
  });

  it('renews the receive time of an oracle price that is sent again', () => {
    const contexts = contextsOf(
      oraclePrice(5, { receivedMs: unixMs(70) }),
      oraclePrice(5, { receivedMs: unixMs(90) }),
      marketUpdate({ status: 'ACTIVE' }, { receivedMs: unixMs(95) }),
    );
    expect(contexts.map(({ oracleReceivedMs }) => oracleReceivedMs)).toEqual([70, 90, 90]);
  });

  it('keeps two interleaved markets apart', () => {
    const contexts = contextsOf(oraclePrice(5), oraclePrice(7, { marketId: ETH }), marketUpdate());
    expect(contexts.map(({ marketId, oraclePriceUsd }) => [marketId, oraclePriceUsd])).toEqual([
      [BTC, 5],
      [ETH, 7],
      [BTC, 5],
    ]);
  });

  it('knows no status from a gap of the markets to the next statement of it, and keeps the last price', () => {
    const contexts = contextsOf(
      marketUpdate({ status: 'ACTIVE' }),
      oraclePrice(5),
      gap('markets'),
      gap('markets'),
      oraclePrice(6),
      marketUpdate({ status: 'ACTIVE' }),
    );
    expect(contexts.map(({ status, oraclePriceUsd }) => [status, oraclePriceUsd])).toEqual([
      ['ACTIVE', undefined],
      ['ACTIVE', 5],
      ['UNKNOWN', 5],
      ['UNKNOWN', 6],
      ['ACTIVE', 6],
    ]);
  });

  it('ignores inputs of other kinds', () => {
    expect(contextsOf(bookSnapshot(), block(), gap('book'), gap('trades'))).toEqual([]);
  });

  it('starts afresh with each subscription', () => {
    const context$ = from([marketUpdate()]).pipe(marketContexts());
    let contexts = 0;
    context$.subscribe(() => (contexts += 1));
    context$.subscribe(() => (contexts += 1));
    expect(contexts).toBe(2);
  });

  it.each<[name: string, source$: Observable<MarketData>, expected: string]>([
    ['empty', from([]), '|'],
    ['never', NEVER, '-'],
    ['failing', throwError(() => new Error('over')), '#'],
  ])('follows an %s source', (_, source$, expected) => {
    new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted)).run(({ expectObservable }) => {
      expectObservable(source$.pipe(marketContexts())).toBe(expected, {}, new Error('over'));
    });
  });
});
