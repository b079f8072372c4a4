import { unixMs, type BookUpdate, type MarketContext, type StrategyInput } from '@perpstream/core';
import { marketHistory } from '../builders/market-history';
import {
  barClosed,
  bookUpdate,
  dataQuality,
  flowWindow,
  forcedFlow,
  marketContext,
  tradeFlow,
} from '../builders/processed';
import { accountState, signalScores } from '../builders/trading';
import { lastPriceUsd, retold, type Telling } from './retold-event';

const mirror: Telling = { priceUsd: (usd) => 10_000 / usd, amount: 1, score: (score) => 100 - score, flips: true };
const double: Telling = { priceUsd: (usd) => usd * 2, amount: 3, score: (score) => score / 2, flips: false };
const at = { receivedMs: unixMs(70), cause: 4 };

describe('retold', () => {
  it('mirrors a book: bids become asks', () => {
    const book = bookUpdate({ ...at, bids: [[80, 2], [50, 3]], asks: [[125, 4]] }); // prettier-ignore
    const { top, view, receivedMs, cause } = retold(book, mirror);
    expect(top).toEqual({ bidPriceUsd: 80, bidSizeBase: 4, askPriceUsd: 125, askSizeBase: 2 });
    expect([view.asks.priceUsd(1), view.asks.sizeBase(1), view.bids.count]).toEqual([200, 3, 1]);
    expect({ receivedMs, cause }).toEqual(at);
  });

  it.each<[string, StrategyInput, Telling, object]>([
    ['a book', bookUpdate(), double, { top: { bidPriceUsd: 198, bidSizeBase: 3, askPriceUsd: 202, askSizeBase: 3 } }],
    ['a flow', tradeFlow({ highPriceUsd: 125, lowPriceUsd: 80, lastPriceUsd: 80 }), mirror, { buyBase: 0, sellBase: 1, buyUsd: 0, sellUsd: 100, highPriceUsd: 125, lowPriceUsd: 80, lastPriceUsd: 125 }], // prettier-ignore
    ['the amounts of a flow', tradeFlow({ forcedUsd: 5 }), double, { buyBase: 3, buyUsd: 300, forcedUsd: 15, largestTradeUsd: 300, highPriceUsd: 200 }], // prettier-ignore
    ['a window', flowWindow({ buyUsd: 7, sellUsd: 2, signedUsd: 5, volumeBase: 1 }), mirror, { buyUsd: 2, sellUsd: 7, signedUsd: -5, volumeBase: 1 }], // prettier-ignore
    ['the amounts of a window', flowWindow({ buyUsd: 7, sellUsd: 2, signedUsd: 5, largeUsd: 4 }), double, { buyUsd: 21, sellUsd: 6, signedUsd: 15, largeUsd: 12 }], // prettier-ignore
    ['a forced flow', forcedFlow({ worstPriceUsd: 80 }), mirror, { side: 'buy', usd: 100, worstPriceUsd: 125 }],
    ['a forced buy', forcedFlow({ side: 'buy' }), mirror, { side: 'sell' }],
    ['the amounts of a forced flow', forcedFlow(), double, { side: 'sell', usd: 300, sizeBase: 3, worstPriceUsd: 200 }],
    ['a context', marketContext({ oraclePriceUsd: 80, nextFundingRate1h: 0.25 }), mirror, { oraclePriceUsd: 125, nextFundingRate1h: -0.25, openInterestBase: 1_000 }], // prettier-ignore
    ['scores', signalScores({ momentum: 70 }), mirror, { scores: { momentum: 30 } }],
  ])('retells %s', (_, event, telling, expected) => {
    expect(retold(event, telling)).toMatchObject(expected);
  });

  it('retells a bar, whose high stays above its low', () => {
    const bar = {
      ...barClosed().bar,
      openUsd: 100,
      highUsd: 125,
      lowUsd: 50,
      closeUsd: 80,
      volumeBase: 10,
      buyBase: 4,
    };
    const { bar: mirrored } = retold(barClosed({ bar }), mirror);
    expect(mirrored).toMatchObject({
      openUsd: 100,
      highUsd: 200,
      lowUsd: 80,
      closeUsd: 125,
      volumeBase: 10,
      buyBase: 6,
    });
    expect(retold(barClosed({ bar }), double).bar).toMatchObject({ highUsd: 250, lowUsd: 100, volumeBase: 30, buyBase: 12 }); // prettier-ignore
  });

  it('makes up no facts that a context does not state', () => {
    const { kind, status, marketId, receivedMs, cause } = marketContext();
    const context: MarketContext = { kind, status, marketId, receivedMs, cause };
    expect(retold(context, mirror)).toEqual(context);
  });

  it('leaves other events as they are', () => {
    const account = accountState();
    expect(retold(account, mirror)).toBe(account);
    const quality = dataQuality();
    expect(retold(quality, mirror)).toBe(quality);
  });

  it('mirrors a whole market, and gives it back when mirrored again', () => {
    const tops = (events: readonly StrategyInput[]) => events.filter((event): event is BookUpdate => event.kind === 'book').map(({ top }) => top.bidPriceUsd); // prettier-ignore
    const events = marketHistory({ seed: 6, durationMs: 5_000 });
    const there = events.map((event) => retold(event, mirror));
    tops(there.map((event) => retold(event, mirror))).forEach((price, index) => {
      expect(price).toBeCloseTo(tops(events)[index]!, 8);
    });
  });
});

describe('lastPriceUsd', () => {
  it.each<[string, StrategyInput[], number | undefined]>([
    ['of a book the mid', [marketContext(), bookUpdate({ bids: [[4, 1]], asks: [[6, 1]] }), tradeFlow()], 5],
    ['of a bar the close', [bookUpdate(), barClosed({ bar: { ...barClosed().bar, closeUsd: 7 } })], 7],
    ['of a context the oracle price', [bookUpdate(), marketContext({ oraclePriceUsd: 3 })], 3],
    ['nothing when there is none', [dataQuality()], undefined],
  ])('is %s', (_, events, expected) => {
    expect(lastPriceUsd(events)).toBe(expected);
  });
});
