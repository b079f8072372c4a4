import { marketId, unixMs, type AuditEvent, type MarketStatus } from '@perpstream/core';
import { from, toArray } from 'rxjs';
import { followListings } from './follow-listings';

const change = (ticker: string, to: MarketStatus, from: MarketStatus = 'UNKNOWN'): AuditEvent => ({
  topic: 'data',
  event: { kind: 'status-change', marketId: marketId(ticker), receivedMs: unixMs(0), cause: 0, from, to },
});

function followed(...events: readonly AuditEvent[]): unknown {
  let lists: unknown;
  from(events)
    .pipe(followListings([marketId('BTC-USD')]), toArray())
    .subscribe((all) => (lists = all));
  return lists;
}

describe('followListings', () => {
  it('R14: takes in a market that is listed, once it is active', () => {
    expect(followed(change('NEW-USD', 'INITIALIZING'), change('NEW-USD', 'ACTIVE', 'INITIALIZING'))).toEqual([
      ['BTC-USD', 'NEW-USD'],
    ]);
  });

  it.each(['DELISTED', 'FINAL_SETTLEMENT'] as const)('R14: lets go of a market that is %s', (status) => {
    expect(followed(change('BTC-USD', status, 'ACTIVE'))).toEqual([[]]);
  });

  it('says nothing of what changes no list', () => {
    expect(
      followed(change('BTC-USD', 'ACTIVE'), change('BTC-USD', 'PAUSED', 'ACTIVE'), change('OLD-USD', 'DELISTED')),
    ).toEqual([]);
  });
});
