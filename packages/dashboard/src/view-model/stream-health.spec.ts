import { unixMs, type AuditEvent, type StreamState } from '@perpstream/core';
import fc from 'fast-check';
import { live, refusedStream, requested, stale, START_MS, stream } from '../../fixtures/audit-events';
import { dashboardModel } from './dashboard-model';
import { reduceAudit } from './reduce-audit';
import { streamHealth, type StreamHealth } from './stream-health';
import { streamName } from './stream-view';

const BOOK = 'v4_orderbook BTC-USD';
const TRADES = 'v4_trades BTC-USD';
const ended: StreamState = { kind: 'ended', reason: 'delisted' };

function health(events: readonly AuditEvent[], afterMs: number): StreamHealth {
  return streamHealth(events.reduce(reduceAudit, dashboardModel()).streams, unixMs(START_MS + afterMs));
}

const worst = (events: readonly AuditEvent[], afterMs: number): string | undefined => {
  const view = health(events, afterMs).worst;
  return view && streamName(view);
};

describe('streamHealth', () => {
  it('counts streams by state, those that ended not at all', () => {
    const events = [stream('a', requested), stream('b', live), stream('c', stale), stream('d', refusedStream)];
    expect(health([...events, stream('e', live), stream('e', ended)], 0)).toMatchObject({
      total: 4,
      requested: 1,
      live: 1,
      stale: 1,
      refused: 1,
    });
  });

  it('is well without streams', () => {
    expect(health([], 1_000)).toEqual({
      total: 0,
      requested: 0,
      live: 0,
      stale: 0,
      refused: 0,
      uptime: undefined,
      worst: undefined,
    });
  });

  it.each<{ name: string; events: readonly AuditEvent[]; afterMs: number; uptime: number | undefined }>([
    { name: 'is not known at the start', events: [stream(BOOK, requested)], afterMs: 0, uptime: undefined },
    { name: 'is 0 until the snapshot came', events: [stream(BOOK, requested)], afterMs: 500, uptime: 0 },
    {
      name: 'counts from the first request',
      events: [stream(BOOK, requested), stream(BOOK, live, 200)],
      afterMs: 1_000,
      uptime: 0.8,
    },
    {
      name: 'does not count what is stale',
      events: [stream(BOOK, live), stream(BOOK, stale, 300), stream(BOOK, live, 700)],
      afterMs: 1_000,
      uptime: 0.6,
    },
    {
      name: 'is not changed by the same state again',
      events: [stream(BOOK, live), stream(BOOK, live, 300), stream(BOOK, stale, 500), stream(BOOK, stale, 800)],
      afterMs: 1_000,
      uptime: 0.5,
    },
    {
      name: 'weighs each stream by the time it was wanted',
      events: [stream(BOOK, live), stream(TRADES, requested, 500)],
      afterMs: 1_500,
      uptime: 0.6,
    },
  ])('uptime $name', ({ events, afterMs, uptime }) => {
    expect(health(events, afterMs).uptime).toBe(uptime);
  });

  it('uptime is between 0 and 1 whatever the streams do', () => {
    const change = fc.record({
      name: fc.constantFrom(BOOK, TRADES, 'v4_markets'),
      state: fc.constantFrom(requested, live, stale, refusedStream, ended),
      afterMs: fc.nat(10_000),
    });
    fc.assert(
      fc.property(fc.array(change), fc.integer({ min: 10_000, max: 20_000 }), (changes, nowMs) => {
        const events = changes.map(({ name, state, afterMs }) => stream(name, state, afterMs));
        const { uptime = 0 } = health(events, nowMs);
        expect(uptime).toBeGreaterThanOrEqual(0);
        expect(uptime).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('takes a refused stream for worse than a stale one, and of two stale ones the older', () => {
    const events = [stream(TRADES, stale, 100), stream(BOOK, stale, 50)];
    expect(worst(events, 200)).toBe(BOOK);
    expect(worst([...events, stream('v4_markets', refusedStream, 150)], 200)).toBe('v4_markets');
  });

  it('is patient with a stream that was asked for, but not for ever', () => {
    expect(worst([stream(BOOK, requested)], 9_999)).toBeUndefined();
    expect(worst([stream(BOOK, requested)], 10_000)).toBe(BOOK);
    expect(worst([stream(BOOK, requested), stream(BOOK, requested, 9_000)], 10_000)).toBe(BOOK);
  });

  it('has nothing to say of live and ended streams', () => {
    expect(worst([stream(BOOK, live), stream(TRADES, ended)], 60_000)).toBeUndefined();
  });
});
