import { EventScheduler, unixMs, type AuditEvent, type ClientId } from '@perpstream/core';
import fc from 'fast-check';
import { EMPTY, of, Subject, throwError } from 'rxjs';
import { risk } from '../../fixtures/account-events';
import {
  approved,
  audited,
  block,
  book,
  BTC,
  clockSkew,
  connection,
  decided,
  ETH,
  fault,
  fill,
  leverageHit,
  live,
  order,
  quality,
  refused,
  refusedStream,
  report,
  requested,
  scores,
  stale,
  START_MS,
  statusChange,
  stream,
  target,
} from '../../fixtures/audit-events';
import { anyEvents, healthyRun, streamRun } from '../../fixtures/audit-runs';
import { plainLines } from './plain-lines';

/** The lines that come of events, all at the start, without the status at the end. */
function linesOf(events: readonly AuditEvent[]): string[] {
  const lines: string[] = [];
  of(...events)
    .pipe(plainLines({ scheduler: new EventScheduler(unixMs(START_MS)) }))
    .subscribe((line) => lines.push(line));
  return lines.slice(0, -1);
}

const orderVerdict = { ...order(), subject: 'order', order: order() } as const;

describe('plainLines', () => {
  it.each<{ event: AuditEvent; line: string }>([
    {
      event: connection({ kind: 'connecting', connection: 0, attempt: 2 }),
      line: 'connection 0 connecting, attempt 2',
    },
    { event: connection({ kind: 'open', connection: 1, connectionId: 'x' }), line: 'connection 1 open' },
    {
      event: connection({ kind: 'degraded', connection: 1, silentMs: 12_000 }),
      line: 'connection 1 silent for 12s',
    },
    {
      event: connection({
        kind: 'waiting',
        connection: 0,
        attempt: 3,
        retryAtMs: unixMs(START_MS + 2_000),
        reason: 'reset by peer',
      }),
      line: 'connection 0 lost: reset by peer; retry 3 in 2.0s',
    },
    {
      event: connection({
        kind: 'circuit-open',
        connection: 0,
        probeAtMs: unixMs(START_MS + 60_000),
        reason: 'refused',
      }),
      line: 'connection 0 given up for now: refused; probe in 1m00s',
    },
    {
      event: connection({ kind: 'closed', connection: 0, reason: 'shut down' }),
      line: 'connection 0 closed: shut down',
    },
    { event: quality(BTC, 'live', 0, 'snapshot'), line: 'quality BTC-USD live: snapshot' },
    { event: quality(BTC, 'dirty', 0, 'message 17 is missing'), line: 'quality BTC-USD dirty: message 17 is missing' },
    { event: audited(BTC, 3), line: 'quality BTC-USD live: audited; audit: 3 of 180 levels were wrong, corrected' },
    { event: audited(BTC, 1, 0, 'syncing'), line: 'audit BTC-USD 1 of 180 levels was wrong, corrected' },
    { event: statusChange(BTC, 'ACTIVE', 'PAUSED'), line: 'market BTC-USD PAUSED, was ACTIVE' },
    {
      event: stream('v4_trades BTC-USD', refusedStream),
      line: 'stream v4_trades BTC-USD refused: too many subscriptions; asked again in 9.0s',
    },
    {
      event: stream('v4_subaccounts x', { kind: 'refused', reason: 'blocked' }),
      line: 'stream v4_subaccounts x refused: blocked; not asked again',
    },
    { event: stream('v4_markets', stale), line: 'stream v4_markets stale: message 17 is missing' },
    {
      event: decided(target({ decision: 7 })),
      line: 'decision 7 trend BTC-USD +5,000 USD, confidence 82% because momentum 81.23 ×0.6',
    },
    {
      event: decided(target({ decision: 8, targetNotionalUsd: 0, reasons: [] }, ETH)),
      line: 'decision 8 trend ETH-USD flat, confidence 82%',
    },
    {
      event: { topic: 'decision', event: { ...target(), kind: 'quotes', ask: { priceUsd: 61_810, sizeBase: 0.1 } } },
      line: 'decision 0 trend BTC-USD no bid, ask 0.1 @ 61,810.0, confidence 82% because momentum 81.23 ×0.6',
    },
    { event: approved(target({ decision: 7 })), line: 'verdict 7 BTC-USD approved' },
    { event: refused(target({ decision: 7 })), line: 'verdict 7 BTC-USD refused: max-leverage 6.25 > 5' },
    {
      event: { topic: 'verdict', event: { ...orderVerdict, kind: 'refused', by: [leverageHit] } },
      line: 'verdict order 17 BTC-USD refused: max-leverage 6.25 > 5',
    },
    { event: { topic: 'order', event: order() }, line: 'order 17 BTC-USD buy 0.0123 @ 61,800.0 ioc' },
    {
      event: { topic: 'order', event: order({ reduceOnly: true, side: 'sell' }) },
      line: 'order 17 BTC-USD sell 0.0123 @ 61,800.0 ioc reduce-only',
    },
    {
      event: { topic: 'order', event: { ...order(), kind: 'cancel', clientId: 17 as ClientId, reason: 'moved' } },
      line: 'cancel 17 BTC-USD: moved',
    },
    {
      event: report({ kind: 'filled', fill: fill() }),
      line: 'fill 17 BTC-USD buy 0.0123 @ 61,800.0 taker, fee 0.38',
    },
    { event: report({ kind: 'rejected', reason: 'code 2000' }), line: 'order 17 BTC-USD rejected: code 2000' },
    { event: risk([], { isHalted: true }), line: 'risk HALTED: new exposure is refused' },
    { event: fault(), line: 'fault malformed-frame connection 0: not JSON, the frame is dropped' },
  ])('tells "$line"', ({ event, line }) => {
    expect(linesOf([event])).toEqual([`22:13:20 ${line}`]);
  });

  it('says nothing of books, scores, blocks, accounts and orders that pass or rest', () => {
    const quiet: AuditEvent[] = [
      book(BTC, 1, 2),
      scores(BTC, { momentum: 1 }),
      block(1),
      risk([]),
      quality(BTC, 'syncing'),
      audited(BTC, 0, 0, 'syncing'),
      statusChange(BTC, 'UNKNOWN', 'ACTIVE'),
      clockSkew(1, 1),
      stream('v4_trades BTC-USD', requested),
      stream('v4_trades BTC-USD', live),
      stream('v4_trades BTC-USD', stale),
      stream('v4_trades BTC-USD', { kind: 'ended', reason: 'delisted' }),
      report({ kind: 'accepted', goodTilBlock: 1 }),
      { topic: 'verdict', event: { ...orderVerdict, kind: 'approved' } },
    ];
    expect(linesOf(quiet)).toEqual([]);
  });

  it('tells a quality and a halt when they change, not when they are repeated', () => {
    const halted = risk([], { isHalted: true });
    const events = [quality(BTC, 'live'), quality(BTC, 'live'), quality(BTC, 'stale'), halted, halted, risk([])];
    expect(linesOf(events).map((line) => line.slice(9))).toEqual([
      'quality BTC-USD live: a reason',
      'quality BTC-USD stale: a reason',
      'risk HALTED: new exposure is refused',
      'risk resumed: new exposure is allowed',
    ]);
  });

  it('tells that a stream came back after it was refused, or after it was stale when all markets need it', () => {
    const events = [
      stream('v4_trades BTC-USD', refusedStream),
      stream('v4_trades BTC-USD', live),
      stream('v4_trades BTC-USD', stale),
      stream('v4_trades BTC-USD', live),
      stream('v4_block_height', stale),
      stream('v4_block_height', stale),
      stream('v4_block_height', live),
    ];
    expect(linesOf(events).map((line) => line.slice(9))).toEqual([
      'stream v4_trades BTC-USD refused: too many subscriptions; asked again in 9.0s',
      'stream v4_trades BTC-USD live',
      'stream v4_block_height stale: message 17 is missing',
      'stream v4_block_height live',
    ]);
  });

  it('counts streams, their uptime and corrected levels in the status, and names the worst stream', () => {
    const scheduler = new EventScheduler(unixMs(START_MS + 4_000));
    const lines: string[] = [];
    of(...streamRun())
      .pipe(plainLines({ scheduler }))
      .subscribe((line) => lines.push(line));
    expect(lines.at(-1)).toContain(
      'streams 2 of 4 live, 1 stale, 1 refused · uptime 71.87% · ' +
        'v4_trades ETH-USD refused 1s: too many subscriptions · skew +12 ms · delay 5 ms · 3 levels corrected',
    );
  });

  it('gives a status at fixed times, also while nothing arrives, and at the end', () => {
    const scheduler = new EventScheduler(unixMs(START_MS));
    const audit$ = new Subject<AuditEvent>();
    const lines: string[] = [];
    const statuses = (): string[] => lines.filter((line) => line.includes(' status '));
    audit$.pipe(plainLines({ scheduler, statusEveryMs: 1_000 })).subscribe((line) => lines.push(line));
    healthyRun().forEach((event) => audit$.next(event));
    scheduler.advanceTo(unixMs(START_MS + 1_000));
    expect(statuses()).toEqual([
      '22:13:21 status LIVE 2/2 · markets 2 (2 live) · block 20,000,001 · events 19 · ' +
        'decisions 2 (1 approved, 0 trimmed, 1 refused) · orders 1, fills 1, positions 1 · ' +
        'equity 10,234.56, day -23.40 · leverage 2.09x, margin 10.9% · no fault',
    ]);
    scheduler.advanceTo(unixMs(START_MS + 9_000));
    expect(statuses()).toHaveLength(9);
    expect(lines.at(-1)).toContain('NO DATA 8s');
    audit$.next(risk([], { isHalted: true }));
    audit$.next(fault());
    audit$.complete();
    expect(lines.at(-1)).toMatch(/HALTED · faults malformed-frame 1$/);
    expect(scheduler.pending).toBe(0);
  });

  it('gives a status at the end of an empty run', () => {
    const lines: string[] = [];
    EMPTY.pipe(plainLines({ scheduler: new EventScheduler() })).subscribe((line) => lines.push(line));
    expect(lines).toEqual([
      '00:00:00 status CONNECTING · markets 0 · events 0 · ' +
        'decisions 0 (0 approved, 0 trimmed, 0 refused) · orders 0, fills 0, positions 0 · no fault',
    ]);
  });

  it('does not let a flood of faults drown the rest', () => {
    const scheduler = new EventScheduler(unixMs(START_MS));
    const audit$ = new Subject<AuditEvent>();
    const lines: string[] = [];
    audit$.pipe(plainLines({ scheduler, statusEveryMs: 1_000 })).subscribe((line) => lines.push(line));
    for (let index = 0; index < 1_000; index += 1) audit$.next(fault());
    expect(lines).toHaveLength(5);
    scheduler.advanceTo(unixMs(START_MS + 1_000));
    expect(lines.at(-1)).toContain('faults malformed-frame 1000');
    audit$.next(fault());
    expect(lines).toHaveLength(7);
  });

  it('never writes an escape code or a second line, whatever the events hold', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...anyEvents), { maxLength: 30 }), (events) => {
        linesOf(events).forEach((line) => expect(line).not.toMatch(/\p{Cc}/u));
      }),
    );
  });

  it('passes an error on, and stops its timer when the reader leaves', () => {
    const scheduler = new EventScheduler();
    let failure: unknown;
    throwError(() => new Error('over'))
      .pipe(plainLines({ scheduler }))
      .subscribe({ error: (error: unknown) => (failure = error) });
    expect(failure).toEqual(new Error('over'));
    const source = new Subject<AuditEvent>();
    source.pipe(plainLines({ scheduler })).subscribe().unsubscribe();
    expect([scheduler.pending, source.observed]).toEqual([0, false]);
  });

  it('starts fresh with each subscription', () => {
    const lines$ = of(...healthyRun()).pipe(plainLines({ scheduler: new EventScheduler() }));
    const runs: string[][] = [[], []];
    runs.forEach((run) => lines$.subscribe((line) => run.push(line)));
    expect(runs[0]?.length).toBeGreaterThan(1);
    expect(runs[0]).toEqual(runs[1]);
  });

  it.each([0, NaN])('refuses a status every %p ms', (statusEveryMs) => {
    expect(() => plainLines({ scheduler: new EventScheduler(), statusEveryMs })).toThrow('statusEveryMs must be > 0');
  });
});
