import type { AccountChange, AuditEvent, DataQuality, RiskAction, StatusChange, StreamChange } from '@perpstream/core';
import type { DashboardModel } from './dashboard-model';
import { marketView } from './market-table';
import { streamView } from './stream-view';

/** Something about the feed or the account that a person should know of. */
export type News = StreamChange | StatusChange | DataQuality | RiskAction | AccountChange;

/** Where news are told apart from what is as it was. */
export type Known = Pick<DashboardModel, 'markets' | 'streams'>;

/**
 * The news in an event, given what was known before it: the status of a known market changed, a stream is refused or comes
 * back, a stream that serves all markets is stale, an audit corrected a book; all that risk does by itself, and what happens to
 * the account without an order. Undefined when there are none.
 */
export function newsOf(known: Known, audit: AuditEvent): News | undefined {
  if (audit.topic === 'stream') return isStreamNews(known, audit.event) ? audit.event : undefined;
  if (audit.topic === 'protection' || audit.topic === 'account-change') return audit.event;
  if (audit.topic !== 'data') return undefined;
  const { event } = audit;
  if (event.kind === 'status-change') return event.from === 'UNKNOWN' ? undefined : event;
  return event.kind === 'quality' && isCorrection(known, event) ? event : undefined;
}

/** Whether a quality event tells of an audit that is new and found something wrong. */
export function isCorrection({ markets }: Known, { marketId, lastAudit }: DataQuality): boolean {
  if (lastAudit === undefined || lastAudit.wrongLevels === 0) return false;
  return lastAudit.receivedMs !== marketView(markets, marketId)?.audits?.latestMs;
}

function isStreamNews({ streams }: Known, change: StreamChange): boolean {
  const before = streamView(streams, change)?.state.kind;
  if (change.state.kind === 'refused') return true;
  // A stale stream of one market shows in the quality of that market.
  if (change.state.kind === 'stale') return change.id === undefined && before !== 'stale';
  return change.state.kind === 'live' && (before === 'refused' || (before === 'stale' && change.id === undefined));
}
