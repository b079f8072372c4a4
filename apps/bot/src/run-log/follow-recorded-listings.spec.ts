import { marketId, type Input } from '@perpstream/core';
import { of, toArray } from 'rxjs';
import { followRecordedListings } from './follow-recorded-listings';

const market = (ticker: string, status: string): object => ({
  [ticker]: {
    ticker,
    status,
    clobPairId: '0',
    oraclePrice: '1',
    atomicResolution: -9,
    quantumConversionExponent: -9,
    stepBaseQuantums: 1000,
    subticksPerTick: 1000,
    initialMarginFraction: '0.05',
    maintenanceMarginFraction: '0.03',
    openInterest: '0',
    openInterestLowerCap: '0',
    openInterestUpperCap: '0',
    marketType: 'CROSS',
    nextFundingRate: '0',
    volume24H: '0',
    priceChange24H: '0',
    trades24H: 0,
    stepSize: '0.000001',
    tickSize: '0.01',
  },
});

const listing = (receivedUs: number, ...markets: readonly object[]): Input => ({
  kind: 'rest',
  receivedUs,
  path: '/perpetualMarkets',
  body: JSON.stringify({ markets: Object.assign({}, ...markets) as object }),
});

function followed(...inputs: readonly Input[]): unknown {
  let lists: unknown;
  of(...inputs)
    .pipe(followRecordedListings([marketId('BTC-USD')]), toArray())
    .subscribe((all) => (lists = all));
  return lists;
}

describe('followRecordedListings', () => {
  const btc = market('BTC-USD', 'ACTIVE');

  it('R14: takes in a market that is listed and lets go of one that is not listed any more', () => {
    expect(
      followed(listing(1, btc), listing(2, btc, market('NEW-USD', 'ACTIVE')), listing(3, market('NEW-USD', 'ACTIVE'))),
    ).toEqual([['BTC-USD', 'NEW-USD'], ['NEW-USD']]);
  });

  it('reads nothing but lists of markets', () => {
    const book: Input = {
      kind: 'frame',
      receivedUs: 2,
      connection: 0,
      text: '{"channel":"v4_orderbook", not even JSON',
    };
    expect(followed(listing(1, btc), book, { kind: 'tick', receivedUs: 3 })).toEqual([]);
  });
});
