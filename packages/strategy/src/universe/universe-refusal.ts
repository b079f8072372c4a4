import { spreadBps, type BookView, type MarketContext, type Reason, type TopOfBook } from '@perpstream/core';
import type { MarketView } from '../portfolio/market-view';
import type { UniverseOptions } from './universe-options';

/** What the universe looks at; undefined is what the stream did not state. */
export type UniverseFacts = Pick<MarketView, 'marketId' | 'quality' | 'top' | 'sinceMs'> & {
  readonly context: Pick<MarketContext, 'status' | 'volume24hUsd'> | undefined;
  readonly book: Pick<BookView, 'depthUsd'> | undefined;
};

type Refusal = Reason | undefined;

const atLeast = (name: string, value: number, bound: number): Refusal =>
  value >= bound ? undefined : { name, value, bound };

const must = (name: string, isTrue: boolean): Refusal => atLeast(name, Number(isTrue), 1);

function listRefusal({ marketId }: UniverseFacts, { allow, deny }: UniverseOptions): Refusal {
  const isNamed = allow.length === 0 || allow.includes(marketId);
  return must('universe-listed', isNamed && !deny.includes(marketId));
}

function spreadRefusal(top: TopOfBook, bound: number): Refusal {
  const value = spreadBps(top);
  return value <= bound ? undefined : { name: 'universe-spread-bps', value, bound };
}

function depthRefusal({ book }: UniverseFacts, { minDepthUsd, depthBps }: UniverseOptions): Refusal {
  if (minDepthUsd === 0) return undefined;
  const depthUsd = book ? Math.min(book.depthUsd('bids', depthBps), book.depthUsd('asks', depthBps)) : 0;
  return atLeast('universe-depth-usd', depthUsd, minDepthUsd);
}

/**
 * Why no new exposure may be taken in a market: the first rule it does not pass, with value and bound; undefined when it
 * passes all. What is not known does not pass. Yes and no are 1 and 0.
 *
 * Its data are live and at least of `minQuality`, it is `ACTIVE`, listed, known for `minKnownMs`, its spread, volume and
 * depth are within the bounds.
 * @example universeRefusal(market, nowMs, universeDefaults)?.name // 'universe-spread-bps'
 */
export function universeRefusal(market: UniverseFacts, nowMs: number, options: UniverseOptions): Refusal {
  const { quality, context, top, sinceMs } = market;
  if (quality?.level !== 'live' || top === undefined) return must('universe-live', false);
  return (
    listRefusal(market, options) ??
    must('universe-active', context?.status === 'ACTIVE') ??
    atLeast('universe-quality', quality.quality, options.minQuality) ??
    spreadRefusal(top, options.maxSpreadBps) ??
    atLeast('universe-volume-24h-usd', context?.volume24hUsd ?? 0, options.minVolume24hUsd) ??
    atLeast('universe-known-ms', nowMs - sinceMs, options.minKnownMs) ??
    depthRefusal(market, options)
  );
}
