import { StreamRecord } from './stream-record';

const LIVE = { kind: 'live' } as const;
const STALE = { kind: 'stale', reason: 'silent for 61 s' } as const;

describe('StreamRecord', () => {
  let record: StreamRecord;
  beforeEach(() => (record = new StreamRecord({ channel: 'v4_orderbook', id: 'BTC-USD' }, 1_000)));

  it('begins as requested, without messages and without uptime', () => {
    expect(record.status(1_000)).toEqual({
      channel: 'v4_orderbook',
      id: 'BTC-USD',
      state: { kind: 'requested', reason: 'not asked for yet' },
      sinceMs: 1_000,
      connection: 0,
      messages: 0,
      uptime: 0,
      interruptions: 0,
    });
  });

  it('measures the share of the time that it was live, whatever came between', () => {
    record.changed(LIVE, 3, 2_000);
    expect(record.status(3_000)).toMatchObject({ connection: 3, sinceMs: 2_000, uptime: 0.5 });
    record.changed(STALE, 3, 4_000);
    record.changed({ kind: 'requested', reason: 'starts over' }, 3, 4_500);
    expect(record.status(5_000)).toMatchObject({ uptime: 0.5, interruptions: 1 });
    record.changed(LIVE, 4, 5_000);
    expect(record.status(9_000)).toMatchObject({ connection: 4, uptime: 6 / 8, interruptions: 1 });
  });

  it('counts frames and the age of the latest', () => {
    record.heard(1_500);
    record.heard(1_700);
    expect(record.status(2_000)).toMatchObject({ messages: 2, lastMessageAgeMs: 300 });
  });

  it.each([
    [{ kind: 'refused', reason: 'blocked' } as const, true],
    [{ kind: 'refused', reason: 'later', retryAtMs: 5 as never } as const, false],
    [LIVE, false],
  ])('%j is blocked: %p', (state, isBlocked) => {
    record.changed(state, 0, 2_000);
    expect(record.isBlocked).toBe(isBlocked);
  });
});
