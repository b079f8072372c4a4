import { type FeedEvent, type MarketId, type RestAnswer } from '@perpstream/core';
import { type OperatorFunction } from 'rxjs';
import { candlesPath } from '../rest/rest-paths';
import { auditMarkets, type MarketAuditorOptions } from './market-auditor';

/** More minutes than lie between two audits. */
const CANDLES = 20;

/**
 * Asks the REST interface for the newest one-minute candles of every market whose trades are live: the exchange can fall
 * silent about a single market without any sign in the stream, and the candles tell what its bars should hold. The
 * answers are inputs for the run log; `processMarketData` compares its one-minute bars with them.
 *
 * Defaults: `everyMs` 300,000, `soonMs` 90,000, `requestsPerSecond` 5; candles have a rate limit of their own. Otherwise
 * as `bookAuditor`.
 * @throws RangeError when an option is outside its bounds
 * @example const audits$ = feed.events$.pipe(barAuditor({ rest, scheduler: asyncScheduler, random: Math.random, faults }));
 */
export function barAuditor(options: MarketAuditorOptions): OperatorFunction<FeedEvent, RestAnswer> {
  const defaults = { everyMs: 300_000, soonMs: 90_000, settleMs: 0, requestsPerSecond: 5 };
  const pathOf = (marketId: MarketId): string => candlesPath({ marketId, resolution: '1MIN', limit: CANDLES });
  return auditMarkets({ what: 'bars', channel: 'v4_trades', pathOf, defaults }, options);
}
