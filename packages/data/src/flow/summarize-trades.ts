import type { MarketEvent, Trade, TradeFlow } from '@perpstream/core';

function isForced({ type }: Trade): boolean {
  return type === 'liquidated' || type === 'deleveraged';
}

/** Sums up the trades of one frame, oldest first; undefined without trades. */
export function summarizeTrades(event: MarketEvent, trades: readonly Trade[]): TradeFlow | undefined {
  const newest = trades.at(-1);
  if (newest === undefined) return undefined;
  const boughtSold = { buyBase: 0, sellBase: 0, buyUsd: 0, sellUsd: 0 };
  let forcedUsd = 0;
  let largestTradeUsd = 0;
  let highPriceUsd = -Infinity;
  let lowPriceUsd = Infinity;
  for (const trade of trades) {
    const { sizeBase, priceUsd } = trade;
    const tradeUsd = sizeBase * priceUsd;
    boughtSold[trade.side === 'buy' ? 'buyBase' : 'sellBase'] += sizeBase;
    boughtSold[trade.side === 'buy' ? 'buyUsd' : 'sellUsd'] += tradeUsd;
    if (isForced(trade)) forcedUsd += tradeUsd;
    largestTradeUsd = Math.max(largestTradeUsd, tradeUsd);
    highPriceUsd = Math.max(highPriceUsd, priceUsd);
    lowPriceUsd = Math.min(lowPriceUsd, priceUsd);
  }
  return {
    kind: 'flow',
    marketId: event.marketId,
    receivedMs: event.receivedMs,
    cause: event.cause,
    ...boughtSold,
    trades: trades.length,
    forcedUsd,
    largestTradeUsd,
    highPriceUsd,
    lowPriceUsd,
    lastPriceUsd: newest.priceUsd,
    exchangeMs: newest.exchangeMs,
  };
}
