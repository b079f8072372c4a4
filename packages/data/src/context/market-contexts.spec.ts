import { from, NEVER, throwError, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { unixMs, type MarketContext, type MarketData, type StatusChange } from '@perpstream/core';
import { block, BTC, ETH, marketRules } from '@perpstream/testing';
import { bookSnapshot, gap, marketUpdate, oraclePrice } from '../../fixtures/market-inputs';
import { marketContexts } from './market-contexts';

function eventsOf(...inputs: readonly MarketData[]): (MarketContext | StatusChange)[] {
  const events: (MarketContext | StatusChange)[] = [];
  from(inputs)
    .pipe(marketContexts())
    .subscribe((event) => events.push(event));
  return events;
}

const contextsOf = (...inputs: readonly MarketData[]): MarketContext[] =>
  eventsOf(...inputs).filter((event) => event.kind === 'context');
const changesOf = (...inputs: readonly MarketData[]): unknown[] =>
  eventsOf(...inputs)
    .filter((event) => event.kind === 'status-change')
    .map(({ marketId, from: before, to }) => [marketId, before, to]);

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

  it('tells when the chain took the oracle price, and nothing where that was not stated', () => {
    const contexts = contextsOf(
      { ...oraclePrice(5), exchangeMs: unixMs(60) },
      marketUpdate({ status: 'ACTIVE' }),
      oraclePrice(6),
    );
    expect(contexts.map(({ oracleExchangeMs }) => oracleExchangeMs)).toEqual([60, 60, undefined]);
    expect(contexts[2]).not.toHaveProperty('oracleExchangeMs');
  });

  it('tells how the open interest changed within the hour, from the second statement on', () => {
    const minute = 60_000;
    const stated = (atMs: number, openInterestBase: number): MarketData =>
      marketUpdate({ openInterestBase }, { receivedMs: unixMs(atMs) });
    const contexts = contextsOf(
      stated(0, 100),
      oraclePrice(1, { receivedMs: unixMs(5) }),
      stated(30 * minute, 110),
      stated(60 * minute, 130),
      oraclePrice(2, { receivedMs: unixMs(91 * minute) }),
      stated(200 * minute, 131),
    );
    expect(contexts.map(({ openInterestChange1hBase }) => openInterestChange1hBase)).toEqual([
      undefined,
      undefined,
      10,
      30,
      20,
      1,
    ]);
    expect(contexts[0]).not.toHaveProperty('openInterestChange1hBase');
  });

  describe('status changes', () => {
    it('come after the context that they belong to, with its stamp', () => {
      const events = eventsOf(marketUpdate({ status: 'ACTIVE' }, { receivedMs: unixMs(7), cause: 3 }));
      expect(events.map(({ kind }) => kind)).toEqual(['context', 'status-change']);
      const stamp = { marketId: BTC, receivedMs: 7, cause: 3 };
      expect(events[1]).toEqual({ ...stamp, kind: 'status-change', from: 'UNKNOWN', to: 'ACTIVE' });
    });

    it('R14: tell markets that appear and disappear, while others go on', () => {
      expect(
        changesOf(
          marketUpdate({ status: 'ACTIVE' }),
          marketUpdate({ status: 'INITIALIZING' }, { marketId: ETH }),
          marketUpdate({ status: 'FINAL_SETTLEMENT' }),
          marketUpdate({ status: 'ACTIVE' }, { marketId: ETH }),
          marketUpdate({ status: 'DELISTED' }),
        ),
      ).toEqual([
        [BTC, 'UNKNOWN', 'ACTIVE'],
        [ETH, 'UNKNOWN', 'INITIALIZING'],
        [BTC, 'ACTIVE', 'FINAL_SETTLEMENT'],
        [ETH, 'INITIALIZING', 'ACTIVE'],
        [BTC, 'FINAL_SETTLEMENT', 'DELISTED'],
      ]);
    });

    it.each<[name: string, inputs: MarketData[], changes: number]>([
      ['none for a status that is repeated', [marketUpdate(), marketUpdate({ status: 'ACTIVE', volume24hUsd: 1 })], 1],
      [
        'none for an interruption, nor for the same status after it',
        [marketUpdate(), gap('markets'), marketUpdate()],
        1,
      ],
      ['one for another status after it', [marketUpdate(), gap('markets'), marketUpdate({ status: 'PAUSED' })], 2],
      ['none while no status is stated', [oraclePrice(), marketUpdate({ volume24hUsd: 1 })], 0],
    ])('are %s', (_, inputs, changes) => {
      expect(changesOf(...inputs)).toHaveLength(changes);
    });
  });

  it('ignores inputs of other kinds', () => {
    expect(contextsOf(bookSnapshot(), block(), gap('book'), gap('trades'))).toEqual([]);
  });

  it('starts afresh with each subscription', () => {
    const context$ = from([oraclePrice()]).pipe(marketContexts());
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
