import { unixMs } from '@perpstream/core';
import { trade, trades } from '../../fixtures/market-inputs';
import { summarizeTrades } from './summarize-trades';

describe('summarizeTrades', () => {
  const event = trades([], { cause: 4, receivedMs: unixMs(9) });

  it('has nothing to say without trades', () => {
    expect(summarizeTrades(event, [])).toBeUndefined();
  });

  it('sums up both sides', () => {
    const flow = summarizeTrades(event, [
      trade({ side: 'buy', sizeBase: 2, priceUsd: 100, exchangeMs: unixMs(1) }),
      trade({ side: 'sell', sizeBase: 3, priceUsd: 98, exchangeMs: unixMs(2) }),
      trade({ side: 'buy', sizeBase: 0.5, priceUsd: 102, exchangeMs: unixMs(3) }),
      trade({ side: 'sell', sizeBase: 1, priceUsd: 99, exchangeMs: unixMs(3) }),
    ]);
    expect(flow).toEqual({
      kind: 'flow',
      marketId: 'BTC-USD',
      receivedMs: 9,
      cause: 4,
      buyBase: 2.5,
      sellBase: 4,
      buyUsd: 251,
      sellUsd: 393,
      trades: 4,
      forcedUsd: 0,
      largestTradeUsd: 294,
      highPriceUsd: 102,
      lowPriceUsd: 98,
      lastPriceUsd: 99,
      exchangeMs: 3,
    });
  });

  it.each([
    ['limit', 0],
    ['twap', 0],
    ['other', 0],
    ['liquidated', 200],
    ['deleveraged', 200],
  ] as const)('counts a trade of type %s as %p USD forced', (type, forcedUsd) => {
    expect(summarizeTrades(event, [trade({ type, sizeBase: 2 })])).toMatchObject({ forcedUsd, buyUsd: 200 });
  });
});
