import {
  unixMs,
  type BarClosed,
  type Block,
  type BookUpdate,
  type ClockSkew,
  type DataQuality,
  type FlowWindow,
  type ForcedFlow,
  type MarketContext,
  type MarketEvent,
  type StatusChange,
  type TradeFlow,
} from '@perpstream/core';
import { BTC, marketRules } from './markets';
import { staticBookView, type Level } from './static-book-view';

/** The fields of an event that a test states; everything else gets a valid default. */
type Given<T> = Partial<Omit<T, 'kind'>>;

const base: MarketEvent = { marketId: BTC, receivedMs: unixMs(0), cause: 0 };

/**
 * A book event with these levels (best first); one level of size 1 at 99 and 101 by default.
 *
 * @example bookUpdate({ bids: [[99, 3]], asks: [[101, 1]], receivedMs: unixMs(250) })
 */
export function bookUpdate(
  given: Partial<MarketEvent> & { readonly bids?: readonly Level[]; readonly asks?: readonly Level[] } = {},
): BookUpdate {
  const { bids = [[99, 1]], asks = [[101, 1]], ...event } = given;
  const [bidPriceUsd, bidSizeBase] = bids[0] ?? [99, 1];
  const [askPriceUsd, askSizeBase] = asks[0] ?? [101, 1];
  return {
    ...base,
    ...event,
    kind: 'book',
    policy: 'age',
    top: { bidPriceUsd, bidSizeBase, askPriceUsd, askSizeBase },
    view: staticBookView(bids, asks),
    hiddenLevels: 0,
  };
}

/** A flow event: by default one taker buy of 1 at 100. */
export function tradeFlow(given: Given<TradeFlow> = {}): TradeFlow {
  return {
    ...base,
    kind: 'flow',
    buyBase: 1,
    sellBase: 0,
    buyUsd: 100,
    sellUsd: 0,
    trades: 1,
    forcedUsd: 0,
    largestTradeUsd: 100,
    highPriceUsd: 100,
    lowPriceUsd: 100,
    lastPriceUsd: 100,
    exchangeMs: unixMs(given.receivedMs ?? 0),
    ...given,
  };
}

/** A closed one-minute bar at 100 with a volume of 1. */
export function barClosed(given: Given<BarClosed> = {}): BarClosed {
  return {
    ...base,
    kind: 'bar',
    bar: {
      spec: { type: 'time', intervalMs: 60_000 },
      source: 'trades',
      isComplete: true,
      startMs: unixMs(0),
      endMs: unixMs(60_000),
      openUsd: 100,
      highUsd: 100,
      lowUsd: 100,
      closeUsd: 100,
      volumeBase: 1,
      volumeUsd: 100,
      buyBase: 1,
      trades: 1,
    },
    ...given,
  };
}

/** The context of an active market with an oracle price of 100 and the rules of `marketRules`. */
export function marketContext(given: Given<MarketContext> = {}): MarketContext {
  const marketId = given.marketId ?? BTC;
  return {
    ...base,
    kind: 'context',
    status: 'ACTIVE',
    rules: marketRules({ marketId }),
    oraclePriceUsd: 100,
    oracleReceivedMs: unixMs(given.receivedMs ?? 0),
    nextFundingRate1h: 0,
    openInterestBase: 1_000,
    volume24hUsd: 1_000_000,
    ...given,
  };
}

/** A quality event: live and as good as it gets by default; any other level has quality 0. */
export function dataQuality(given: Given<DataQuality> = {}): DataQuality {
  const { level = 'live' } = given;
  const quality = level === 'live' ? 1 : 0;
  return {
    ...base,
    kind: 'quality',
    level,
    quality,
    crossesRepaired: 0,
    knownLevels: 1,
    ageMs: 0,
    reason: 'test',
    ...given,
  };
}

/** A committed block. */
export function block(given: Given<Block> = {}): Block {
  return {
    kind: 'block',
    height: 1,
    exchangeMs: unixMs(given.receivedMs ?? 0),
    receivedMs: unixMs(0),
    cause: 0,
    ...given,
  };
}

/** A window of one minute in which nothing was traded. */
export function flowWindow(given: Given<FlowWindow> = {}): FlowWindow {
  return {
    ...base,
    kind: 'flow-window',
    windowMs: 60_000,
    exchangeMs: unixMs(given.receivedMs ?? 0),
    buyUsd: 0,
    sellUsd: 0,
    signedUsd: 0,
    volumeBase: 0,
    trades: 0,
    tradesPerSecond: 0,
    largeTrades: 0,
    largeUsd: 0,
    ...given,
  };
}

/** The liquidation of a long of one base unit at 100. */
export function forcedFlow(given: Given<ForcedFlow> = {}): ForcedFlow {
  return {
    ...base,
    kind: 'forced-flow',
    type: 'liquidated',
    side: 'sell',
    sizeBase: 1,
    usd: 100,
    trades: 1,
    worstPriceUsd: 100,
    exchangeMs: unixMs(given.receivedMs ?? 0),
    ...given,
  };
}

/** A market that was unknown and is active. */
export function statusChange(given: Given<StatusChange> = {}): StatusChange {
  return { ...base, kind: 'status-change', from: 'UNKNOWN', to: 'ACTIVE', ...given };
}

/** A clock that is right, as far as ten blocks tell. */
export function clockSkew(given: Given<ClockSkew> = {}): ClockSkew {
  return { kind: 'clock-skew', receivedMs: unixMs(0), cause: 0, skewMs: 0, delayMs: 0, samples: 10, ...given };
}
