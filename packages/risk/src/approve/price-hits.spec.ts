import type { LimitHit } from '@perpstream/core';
import { accountState, bookUpdate, BTC, position, tradeFlow } from '@perpstream/testing';
import { approve, hitsOf, TWO_MARKETS } from '../../fixtures/judge';
import { NO_LIMITS } from '../../fixtures/no-limits';
import { orderFor } from '../../fixtures/orders';
import type { RiskLimits } from '../limits/risk-limits';
import { MarketRisk } from '../monitor/market-risk';
import type { RiskInput } from '../monitor/risk-options';
import { priceHits } from './price-hits';

const book = bookUpdate({ bids: [[99, 1]], asks: [[101, 1]] });
const trades = tradeFlow({ trades: 200, buyUsd: 5_000, sellUsd: 5_000 });

function hits(limits: Partial<RiskLimits>, order: ReturnType<typeof orderFor>, ...inputs: RiskInput[]): LimitHit[] {
  const options = { limits: { ...NO_LIMITS, ...limits } };
  return [...hitsOf(approve(options, ...TWO_MARKETS, accountState(), ...inputs, order)[0]!.verdict)];
}

describe('the band around the oracle price', () => {
  const limits = { maxOracleDistanceBps: 500 };

  it.each([
    ['a buy at the bound', 1, 105, 0],
    ['a buy one tick above it', 1, 106, 1],
    ['a buy far below the mark', 1, 1, 0],
    ['a sell at the bound', -1, 95, 0],
    ['a sell one tick below it', -1, 94, 1],
    ['a sell far above the mark', -1, 10_000, 0],
  ])('%s', (_name, size, price, count) => {
    expect(hits(limits, orderFor(size, price))).toHaveLength(count);
  });

  it('is named', () => {
    const message = 'a price 600 bps worse than the oracle price of 100 USD exceeds 500 bps';
    const hit = { limit: 'oracle-band', value: 600, bound: 500, message };
    expect(hits(limits, orderFor(1, 106))).toEqual([hit]);
    expect(hits(limits, orderFor(-1, 94))).toEqual([hit]);
  });

  it('does not keep out what reduces', () => {
    const long = accountState({ positions: [position({ sizeBase: 2 })] });
    expect(hits(limits, orderFor(-2, 1), long)).toEqual([]);
    expect(hits(limits, orderFor(-2, 1, { reduceOnly: true }), long)).toEqual([]);
  });
});

describe('the band around the book', () => {
  // 98.01 and 102.01 are 1 % worse than the best prices; ticks are whole USD.
  const limits = { maxBookDistanceBps: 100 };

  it.each([
    ['a buy at the best ask', 1, 101, 0],
    ['a buy within the band', 1, 102, 0],
    ['a buy beyond it', 1, 103, 1],
    ['a buy that rests', 1, 50, 0],
    ['a sell at the best bid', -1, 99, 0],
    ['a sell beyond it', -1, 98, 1],
    ['a sell that rests', -1, 200, 0],
  ])('%s', (_name, size, price, count) => {
    expect(hits(limits, orderFor(size, price), book)).toHaveLength(count);
  });

  it('keeps a price exactly at the bound', () => {
    const even = bookUpdate({ bids: [[100, 1]], asks: [[200, 1]] });
    expect(hits(limits, orderFor(1, 202), even)).toEqual([]);
    expect(hits(limits, orderFor(1, 203), even)).toHaveLength(1);
    expect(hits(limits, orderFor(-1, 99), even)).toEqual([]);
    expect(hits(limits, orderFor(-1, 98), even)).toHaveLength(1);
  });

  it('is named, with the side it is held against', () => {
    const even = bookUpdate({ bids: [[100, 1]], asks: [[200, 1]] });
    expect(hits(limits, orderFor(1, 205), even)).toEqual([
      {
        limit: 'book-band',
        value: 250,
        bound: 100,
        message: 'a price 250 bps worse than the best ask of 200 USD exceeds 100 bps',
      },
    ]);
    expect(hits(limits, orderFor(-1, 97), even)).toEqual([
      {
        limit: 'book-band',
        value: 300,
        bound: 100,
        message: 'a price 300 bps worse than the best bid of 100 USD exceeds 100 bps',
      },
    ]);
  });

  it('follows the book', () => {
    const moved = bookUpdate({ bids: [[100, 1]], asks: [[102, 1]] });
    expect(hits(limits, orderFor(1, 103), book)).toHaveLength(1);
    expect(hits(limits, orderFor(1, 103), book, moved)).toEqual([]);
  });

  it('is not judged without a book of this market', () => {
    expect(hits(limits, orderFor(1, 500))).toEqual([]);
    const other = bookUpdate({ marketId: 'ETH-USD' as typeof BTC });
    expect(hits(limits, orderFor(1, 500), other)).toEqual([]);
  });
});

describe('a fat finger', () => {
  it.each([
    ['at the bound', 10, 100, 0],
    ['beyond it', 10.01, 100, 1],
    ['beyond it by its price', 10, 101, 1],
    ['beyond it on the other side', -10.01, 100, 1],
  ])('in USD: %s', (_name, size, price, count) => {
    expect(hits({ maxOrderNotionalUsd: 1_000 }, orderFor(size, price))).toHaveLength(count);
  });

  it('in USD is named', () => {
    expect(hits({ maxOrderNotionalUsd: 1_000 }, orderFor(20))).toEqual([
      { limit: 'fat-finger', value: 2_000, bound: 1_000, message: 'an order of 2000 USD exceeds 1000 USD' },
    ]);
  });

  it('against the typical trade: at the bound and beyond it', () => {
    // A typical trade is 50 USD.
    expect(hits({ maxOrderTradeMultiple: 20 }, orderFor(10), trades)).toEqual([]);
    expect(hits({ maxOrderTradeMultiple: 20 }, orderFor(25), trades)).toEqual([
      {
        limit: 'fat-finger',
        value: 50,
        bound: 20,
        message: 'an order of 50 times the typical trade of 50 USD exceeds 20',
      },
    ]);
  });

  it('against the typical trade is not judged before there are enough trades of the market', () => {
    const few = tradeFlow({ trades: 99, buyUsd: 99, sellUsd: 0 });
    expect(hits({ maxOrderTradeMultiple: 20 }, orderFor(25), few)).toEqual([]);
    expect(hits({ maxOrderTradeMultiple: 20 }, orderFor(25), few, few)).toHaveLength(1);
    const elsewhere = { ...trades, marketId: 'ETH-USD' as typeof BTC };
    expect(hits({ maxOrderTradeMultiple: 20 }, orderFor(25), elsewhere)).toEqual([]);
  });

  it('is told for both reasons at once, beside the bands', () => {
    const limits = {
      maxOracleDistanceBps: 100,
      maxBookDistanceBps: 100,
      maxOrderNotionalUsd: 1_000,
      maxOrderTradeMultiple: 20,
    };
    const names = hits(limits, orderFor(25, 110), book, trades).map(({ limit }) => limit);
    expect(names).toEqual(['oracle-band', 'book-band', 'fat-finger', 'fat-finger']);
  });
});

describe('priceHits', () => {
  it('says nothing of a market without a mark: that is for others to say', () => {
    const unknown = new MarketRisk(BTC);
    const limits = {
      maxOracleDistanceBps: 1,
      maxBookDistanceBps: 1,
      maxOrderNotionalUsd: 10,
      maxOrderTradeMultiple: 1,
    };
    const all = { ...NO_LIMITS, ...limits } as RiskLimits;
    expect(priceHits(all, unknown, 'buy', { sizeBase: 1, priceUsd: 5 })).toEqual([]);
  });
});
