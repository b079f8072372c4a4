import {
  midPriceUsd,
  score,
  type Bar,
  type BookSide,
  type BookUpdate,
  type FlowWindow,
  type ForcedFlow,
  type MarketContext,
  type Score,
  type SignalScores,
  type StrategyInput,
  type TradeFlow,
} from '@perpstream/core';
import { bookUpdate } from '../builders/processed';
import type { Level } from '../builders/static-book-view';
import type { Timed } from './timed';

/** How the content of events is changed. */
export type Telling = {
  /** The price instead of a price: > 0, and rising or falling throughout. */
  readonly priceUsd: (priceUsd: number) => number;
  /** Factor on sizes and amounts. */
  readonly amount: number;
  readonly score: (score: number) => number;
  /** Whether what was bought is sold, and bids become asks. */
  readonly flips: boolean;
};

/** The same event with another content. Events of other kinds than those of markets and scores stay as they are. */
export function retold<In extends Timed>(event: In, telling: Telling): In {
  // Which kinds `In` has is not known here: each case gives back the kind it took.
  return retoldInput(event as unknown as StrategyInput, telling) as unknown as In;
}

function retoldInput(event: StrategyInput, telling: Telling): StrategyInput {
  switch (event.kind) {
    case 'book':
      return retoldBook(event, telling);
    case 'flow':
      return retoldFlow(event, telling);
    case 'flow-window':
      return retoldWindow(event, telling);
    case 'forced-flow':
      return retoldForced(event, telling);
    case 'bar':
      return { ...event, bar: retoldBar(event.bar, telling) };
    case 'context':
      return retoldContext(event, telling);
    case 'scores':
      return { ...event, scores: retoldScores(event, telling) };
    default:
      return event;
  }
}

function levels(side: BookSide, { priceUsd, amount }: Telling): Level[] {
  return Array.from({ length: side.count }, (_, depth) => [
    priceUsd(side.priceUsd(depth)),
    side.sizeBase(depth) * amount,
  ]);
}

function retoldBook({ marketId, receivedMs, cause, view }: BookUpdate, telling: Telling): BookUpdate {
  const [bids, asks] = [levels(view.bids, telling), levels(view.asks, telling)];
  // What rose now falls: the highest bid is the lowest ask.
  const isFalling = telling.priceUsd(1) > telling.priceUsd(2);
  return bookUpdate({ marketId, receivedMs, cause, ...(isFalling ? { bids: asks, asks: bids } : { bids, asks }) });
}

function retoldFlow(flow: TradeFlow, { priceUsd, amount, flips }: Telling): TradeFlow {
  const prices = [priceUsd(flow.highPriceUsd), priceUsd(flow.lowPriceUsd)] as const;
  const [bought, sold] = flips ? ([flow.sellBase, flow.buyBase] as const) : ([flow.buyBase, flow.sellBase] as const);
  const [boughtUsd, soldUsd] = flips ? ([flow.sellUsd, flow.buyUsd] as const) : ([flow.buyUsd, flow.sellUsd] as const);
  return {
    ...flow,
    buyBase: bought * amount,
    sellBase: sold * amount,
    buyUsd: boughtUsd * amount,
    sellUsd: soldUsd * amount,
    forcedUsd: flow.forcedUsd * amount,
    largestTradeUsd: flow.largestTradeUsd * amount,
    highPriceUsd: Math.max(...prices),
    lowPriceUsd: Math.min(...prices),
    lastPriceUsd: priceUsd(flow.lastPriceUsd),
  };
}

function retoldWindow(window: FlowWindow, { amount, flips }: Telling): FlowWindow {
  const { buyUsd, sellUsd, signedUsd } = window;
  return {
    ...window,
    buyUsd: amount * (flips ? sellUsd : buyUsd),
    sellUsd: amount * (flips ? buyUsd : sellUsd),
    signedUsd: amount * (flips ? -signedUsd : signedUsd),
    volumeBase: amount * window.volumeBase,
    largeUsd: amount * window.largeUsd,
  };
}

function retoldForced(forced: ForcedFlow, { priceUsd, amount, flips }: Telling): ForcedFlow {
  const opposite = forced.side === 'buy' ? 'sell' : 'buy';
  return {
    ...forced,
    side: flips ? opposite : forced.side,
    sizeBase: forced.sizeBase * amount,
    usd: forced.usd * amount,
    worstPriceUsd: priceUsd(forced.worstPriceUsd),
  };
}

function retoldBar(bar: Bar, { priceUsd, amount, flips }: Telling): Bar {
  const [high, low] = [priceUsd(bar.highUsd), priceUsd(bar.lowUsd)];
  return {
    ...bar,
    openUsd: priceUsd(bar.openUsd),
    highUsd: Math.max(high, low),
    lowUsd: Math.min(high, low),
    closeUsd: priceUsd(bar.closeUsd),
    volumeBase: bar.volumeBase * amount,
    volumeUsd: bar.volumeUsd * amount,
    buyBase: amount * (flips ? bar.volumeBase - bar.buyBase : bar.buyBase),
  };
}

function retoldContext(context: MarketContext, { priceUsd, amount, flips }: Telling): MarketContext {
  const { oraclePriceUsd, nextFundingRate1h, openInterestBase } = context;
  return {
    ...context,
    ...(oraclePriceUsd !== undefined && { oraclePriceUsd: priceUsd(oraclePriceUsd) }),
    ...(nextFundingRate1h !== undefined && { nextFundingRate1h: flips ? -nextFundingRate1h : nextFundingRate1h }),
    ...(openInterestBase !== undefined && { openInterestBase: openInterestBase * amount }),
  };
}

function retoldScores({ scores }: SignalScores, telling: Telling): Record<string, Score> {
  return Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, score(telling.score(value))]));
}

/** The last price that the events state. */
export function lastPriceUsd(events: readonly Timed[]): number | undefined {
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const event = events[index] as unknown as StrategyInput;
    if (event.kind === 'book') return midPriceUsd(event.top);
    if (event.kind === 'bar') return event.bar.closeUsd;
    if (event.kind === 'context' && event.oraclePriceUsd !== undefined) return event.oraclePriceUsd;
  }
  return undefined;
}
