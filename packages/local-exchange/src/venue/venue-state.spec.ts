import type { IndexerCandle, IndexerTrade } from './indexer-shapes';
import { HISTORY_LIMIT, VenueState } from './venue-state';

function candle(startedAt: string, close: string): IndexerCandle {
  const prices = { low: '1', high: '2', open: '1', close };
  const volume = { baseTokenVolume: '0', usdVolume: '0', trades: 0, startingOpenInterest: '0' };
  return { startedAt, ticker: 'AAA-USD', resolution: '1MIN', ...prices, ...volume };
}

function trade(id: string): IndexerTrade {
  return { id, size: '1', price: '10', side: 'SELL', createdAt: '2026-03-01T00:00:00.000Z', type: 'LIMIT' };
}

describe('VenueState', () => {
  it('merges patches of a market, creates unknown ones and takes oracle prices in', () => {
    const state = new VenueState();
    const publish = (contents: object): void => state.apply({ channel: 'v4_markets', id: 'v4_markets', contents });
    publish({ trading: { 'AAA-USD': { id: '3', marketId: 3, status: 'ACTIVE', trades24H: 1 } } });
    publish({ trading: { 'AAA-USD': { trades24H: 2 } } });
    const price = { oraclePrice: '5', effectiveAt: '', effectiveAtHeight: '1', marketId: 3 };
    publish({ oraclePrices: { 'AAA-USD': price, 'ZZZ-USD': price } });
    expect(Object.fromEntries(state.markets())).toEqual({
      'AAA-USD': { ticker: 'AAA-USD', status: 'ACTIVE', trades24H: 2, oraclePrice: '5' },
    });
  });

  it('knows a market by its listing, its book or its trades', () => {
    const state = new VenueState();
    state.apply({ channel: 'v4_orderbook', id: 'AAA-USD', contents: { bids: [['1', '1']] } });
    state.apply({ channel: 'v4_trades', id: 'BBB-USD', contents: { trades: [trade('00000001')] } });
    expect(['AAA-USD', 'BBB-USD', 'CCC-USD'].map((ticker) => state.hasMarket(ticker))).toEqual([true, true, false]);
  });

  it('replaces the newest candle and the one before, and appends later ones', () => {
    const state = new VenueState();
    const publish = (contents: IndexerCandle): void =>
      state.apply({ channel: 'v4_candles', id: 'AAA-USD/1MIN', contents });
    publish(candle('2026-03-01T00:00:00.000Z', '1'));
    publish(candle('2026-03-01T00:00:00.000Z', '1.5'));
    publish(candle('2026-03-01T00:01:00.000Z', '2'));
    publish(candle('2026-03-01T00:00:00.000Z', '1.7'));
    expect(state.candles('AAA-USD', '1MIN').map(({ close }) => close)).toEqual(['2', '1.7']);
    expect(state.newestCandle('AAA-USD/1MIN')?.close).toBe('2');
    expect(state.candles('AAA-USD', '1DAY')).toEqual([]);
  });

  it('reads the height of a trade from its id and keeps the newest thousand, newest first', () => {
    const state = new VenueState();
    for (let height = 1; height <= 2_500; height += 1) {
      const id = `${height.toString(16).padStart(8, '0')}0000000200000000`;
      state.apply({ channel: 'v4_trades', id: 'AAA-USD', contents: { trades: [trade(id)] } });
    }
    const kept = state.trades('AAA-USD');
    expect(kept).toHaveLength(HISTORY_LIMIT);
    expect([kept[0]!.createdAtHeight, kept.at(-1)!.createdAtHeight]).toEqual(['2500', '1501']);
  });

  it('has an empty book and no history for a market it never heard of', () => {
    const state = new VenueState();
    expect([state.book('X'), state.trades('X'), state.funding('X'), state.height()]).toEqual([
      { bids: [], asks: [] },
      [],
      [],
      undefined,
    ]);
  });
});
