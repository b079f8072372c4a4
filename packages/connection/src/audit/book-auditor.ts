import { type FeedEvent, type RestAnswer } from '@perpstream/core';
import { type OperatorFunction } from 'rxjs';
import { orderBookPath } from '../rest/rest-paths';
import { auditMarkets, type MarketAuditorOptions } from './market-auditor';

/**
 * Asks the REST interface for the book of every live book stream: soon after each snapshot, since the Indexer loses what
 * changes between reading a snapshot and subscribing, and then once per period, since levels can be stuck in a stream for
 * ever. The answers are inputs for the run log: `decodeInputs` makes `book-audit`s of them, which books are checked
 * against.
 *
 * Questions go out one at a time, evenly spread, the newest snapshots first; a stream that is not live is not asked for,
 * and an answer that is under way when its stream changes is dropped. After a failure all questions wait for the back-off,
 * each step of which is one `rest` fault; a book that the server refuses is left alone for a while by itself. A block of
 * this region or address is one `blocked` fault, and nothing is asked any more.
 *
 * Defaults: `everyMs` 60,000, `soonMs` 4,000 (a book judges no level that changed within 3 s of the question), `settleMs` 1,000,
 * `requestsPerSecond` 5 (the Indexer takes 10 questions of all kinds).
 * @throws RangeError when an option is outside its bounds
 * @example const audits$ = feed.events$.pipe(bookAuditor({ rest, scheduler: asyncScheduler, random: Math.random, faults }));
 * @see v4-chain `indexer/services/socks/src/lib/subscription.ts` for the order of snapshot and subscription
 */
export function bookAuditor(options: MarketAuditorOptions): OperatorFunction<FeedEvent, RestAnswer> {
  const defaults = { everyMs: 60_000, soonMs: 4_000, settleMs: 1_000, requestsPerSecond: 5 };
  return auditMarkets({ what: 'books', channel: 'v4_orderbook', pathOf: orderBookPath, defaults }, options);
}
