import { marketId, type BookLevels, type MarketStatus } from '@perpstream/core';
import { marketLines } from './market-lines';
import { rowOfFacts, type MarketRow } from './market-row';
import { rowOfListing } from './rest-rows';
import { MARKET_ORDERS, sortRows, type MarketOrder } from './sort-rows';

const BTC = marketId('BTC-USD');

const levels = (...rows: readonly (readonly ['bid' | 'ask', number, number])[]): BookLevels => ({
  count: rows.length,
  isBid: rows.map(([side]) => (side === 'bid' ? 1 : 0)),
  pricesUsd: rows.map(([, priceUsd]) => priceUsd),
  sizesBase: rows.map(([, , sizeBase]) => sizeBase),
});

describe('rowOfFacts', () => {
  it('states funding per hour and per year, and open interest at the oracle price', () => {
    const facts = { status: 'ACTIVE', nextFundingRate1h: 0.00001, openInterestBase: 20, oraclePriceUsd: 50 } as const;
    expect(rowOfFacts(BTC, facts)).toEqual({
      market: BTC,
      status: 'ACTIVE',
      fundingRate1h: 0.00001,
      fundingRate1y: expect.closeTo(0.0876, 12) as number,
      openInterestUsd: 1_000,
    });
  });

  it('leaves out what is not known', () => {
    expect(rowOfFacts(BTC, { openInterestBase: 20 })).toEqual({ market: BTC, status: 'UNKNOWN' });
  });
});

describe('rowOfListing', () => {
  const listed = { marketId: BTC, facts: { status: 'ACTIVE' as const } };

  it('counts what stands within 50 basis points of the mid', () => {
    const book = levels(['bid', 99.9, 1], ['bid', 99.5, 2], ['bid', 99.4, 4], ['ask', 100.1, 1], ['ask', 100.5, 3]);
    expect(rowOfListing(listed, book)).toMatchObject({
      midUsd: 100,
      spreadBps: expect.closeTo(20, 9) as number,
      bidDepthUsd: 99.9 + 2 * 99.5,
      askDepthUsd: 100.1 + 3 * 100.5,
    });
  });

  it.each<[string, BookLevels]>([
    ['is empty', levels()],
    ['has one side', levels(['bid', 99, 1])],
    ['crosses', levels(['bid', 101, 1], ['ask', 100, 1])],
  ])('states no price of a book that %s', (_, book) => {
    expect(rowOfListing(listed, book)).toEqual({ market: BTC, status: 'ACTIVE' });
  });
});

describe('sortRows', () => {
  const row = (name: string, given: Partial<MarketRow>): MarketRow => ({
    market: marketId(name),
    status: 'ACTIVE',
    ...given,
  });
  const rows = [
    row('A-USD', { volume24hUsd: 1, spreadBps: 3, fundingRate1h: 0.1, quality: 1 }),
    row('B-USD', { volume24hUsd: 3, spreadBps: 2, fundingRate1h: -0.3, quality: 0 }),
    row('C-USD', {}),
    row('D-USD', { volume24hUsd: 3, spreadBps: 1, fundingRate1h: 0, quality: 0.5 }),
  ];

  it.each<[MarketOrder, string]>([
    ['volume', 'B D A C'],
    ['spread', 'D B A C'],
    ['funding', 'B A D C'],
    ['quality', 'B D A C'],
  ])('by %s: %s', (order, expected) => {
    expect(
      sortRows(rows, order)
        .map(({ market }) => market[0])
        .join(' '),
    ).toBe(expected);
  });

  it('knows every order that can be asked for', () => {
    expect(MARKET_ORDERS.map((order) => sortRows(rows, order).length)).toEqual([4, 4, 4, 4]);
  });
});

describe('marketLines', () => {
  const full: MarketRow = {
    market: BTC,
    status: 'ACTIVE',
    midUsd: 61_800.5,
    spreadBps: 0.16,
    bidDepthUsd: 1_234_567,
    askDepthUsd: 987_654,
    volume24hUsd: 1.25e9,
    fundingRate1h: 0.0000125,
    fundingRate1y: 0.11,
    openInterestUsd: 99_950_000,
    level: 'live',
    quality: 0.999,
    ageMs: 340,
  };

  it('aligns what is known under its heading, and shows - for the rest', () => {
    expect(marketLines([full, { market: marketId('PEPE-USD'), status: 'PAUSED', midUsd: 0.0000127769 }])).toEqual([
      'MARKET       STATUS          MID    BPS BIDS50 ASKS50 VOL24H    FUND/H  FUND/Y   OPEN    QUAL    AGE',
      'BTC-USD      active      61800.5   0.16  1.23M   988k  1.25B +0.00125%  +11.0%   100M    0.99   0.3s',
      'PEPE-USD     paused    1.2777e-5      -      -      -      -         -       -      -       -      -',
    ]);
  });

  it.each<Partial<MarketRow>>([
    { market: marketId('A-VERY-LONG-NAME-OF-A-MARKET-USD') },
    { midUsd: 123_456_789_012, spreadBps: 12_345.67, volume24hUsd: 9.999e14, openInterestUsd: 0.4 },
    { fundingRate1h: -12.3456, fundingRate1y: -108_147 },
    { level: 'syncing', quality: 0, ageMs: 86_400_000 * 30 },
    ...(['CANCEL_ONLY', 'POST_ONLY', 'INITIALIZING', 'FINAL_SETTLEMENT', 'DELISTED', 'UNKNOWN'] as const).map(
      (status: MarketStatus) => ({ status }),
    ),
  ])('stays within 100 columns: %j', (given) => {
    const lines = marketLines([{ ...full, ...given }]);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
  });
});
