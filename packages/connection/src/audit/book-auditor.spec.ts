import { EventScheduler, unixMs, type FeedEvent, type RestAnswer, type StreamState } from '@perpstream/core';
import { collectFaults, randomNumbers, type CollectedFaults } from '@perpstream/testing';
import { Subject } from 'rxjs';
import { comeToRest, passTime, statusError, VirtualRest } from '../test-kit/virtual-rest';
import { bookAuditor } from './book-auditor';
import { type MarketAuditorOptions } from './market-auditor';

const BOOK = '{"bids":[],"asks":[]}';
const pathOf = (id: string): string => `/orderbooks/perpetualMarket/${id}`;
const stream = (id: string, state: StreamState, channel = 'v4_orderbook'): FeedEvent => ({
  kind: 'stream',
  receivedUs: 0,
  connection: 0,
  channel,
  id,
  state,
});
const live = (id: string): FeedEvent => stream(id, { kind: 'live' });
const ids = (count: number): string[] => Array.from({ length: count }, (_, at) => `M${at}-USD`);

describe('bookAuditor', () => {
  let scheduler: EventScheduler;
  let rest: VirtualRest;
  let faults: CollectedFaults;
  let events$: Subject<FeedEvent>;
  let answers: RestAnswer[];

  const audit = (options: Partial<MarketAuditorOptions> = {}): (() => void) => {
    const times = { soonMs: 1_500, settleMs: 0 };
    const auditor = bookAuditor({ rest, scheduler, random: randomNumbers(7), faults, ...times, ...options });
    const subscription = events$.pipe(auditor).subscribe((answer) => answers.push(answer));
    return () => subscription.unsubscribe();
  };
  const askedAt = (id: string): number[] =>
    rest.asked.filter(({ path }) => path === pathOf(id)).map(({ atMs }) => atMs);

  beforeEach(() => {
    scheduler = new EventScheduler(unixMs(0));
    rest = new VirtualRest(scheduler, () => BOOK);
    faults = collectFaults();
    events$ = new Subject();
    answers = [];
  });

  it('R6: asks for a book 4 s after its snapshot, and hands on the answer a second later, with that time', async () => {
    const auditor = bookAuditor({ rest, scheduler, random: randomNumbers(7), faults });
    events$.pipe(auditor).subscribe((answer) => answers.push(answer));
    events$.next(live('BTC-USD'));
    await passTime(scheduler, 5_000);
    expect(rest.asked).toEqual([{ path: pathOf('BTC-USD'), atMs: 4_000 }]);
    expect(answers).toEqual([]);
    await passTime(scheduler, 100);
    expect(answers.map(({ requestedUs, receivedUs }) => [requestedUs, receivedUs])).toEqual([[4_000_000, 5_020_000]]);
  });

  it('hands on no answer of a stream that is no longer live', async () => {
    audit({ settleMs: 1_000 });
    events$.next(live('BTC-USD'));
    await passTime(scheduler, 2_000);
    expect(rest.asked).toHaveLength(1);
    events$.next(stream('BTC-USD', { kind: 'stale', reason: 'x' }));
    await passTime(scheduler, 10_000);
    expect(answers).toEqual([]);
  });

  it('R6: asks for a book soon after its snapshot, and hands on the answer as it came', async () => {
    audit();
    events$.next(live('BTC-USD'));
    await passTime(scheduler, 1_450);
    expect(rest.asked).toEqual([]);
    await passTime(scheduler, 100);
    expect(rest.asked).toEqual([{ path: pathOf('BTC-USD'), atMs: 1_500 }]);
    expect(answers).toEqual([
      { kind: 'rest', requestedUs: 1_500_000, receivedUs: 1_520_000, path: pathOf('BTC-USD'), body: BOOK },
    ]);
  });

  it('R6: asks again within one period, and then once per period', async () => {
    audit({ everyMs: 10_000 });
    events$.next(live('BTC-USD'));
    await passTime(scheduler, 60_000);
    const [first = 0, second = 0, ...later] = askedAt('BTC-USD');
    expect(first).toBe(1_500);
    expect(second - first).toBeLessThanOrEqual(10_050);
    expect(later.length).toBeGreaterThanOrEqual(3);
    later.reduce((before, now) => {
      expect(now - before).toBeGreaterThanOrEqual(10_000);
      expect(now - before).toBeLessThanOrEqual(10_100);
      return now;
    }, second);
  });

  it('asks about the newest snapshots first', async () => {
    audit({ requestsPerSecond: 1 });
    for (const id of ['A', 'B', 'C']) {
      events$.next(live(id));
      scheduler.advanceTo(unixMs(scheduler.now() + 10));
    }
    await passTime(scheduler, 1_475);
    events$.next(live('D'));
    await passTime(scheduler, 5_000);
    // A was due first; while it was asked for, B and C came due, then D.
    expect(rest.paths.slice(0, 4)).toEqual(['A', 'C', 'D', 'B'].map(pathOf));
  });

  it('keeps within its budget, with 300 books at once', async () => {
    audit({ requestsPerSecond: 5 });
    for (const id of ids(300)) events$.next(live(id));
    await passTime(scheduler, 130_000, 100);
    for (let at = 5; at < rest.asked.length; at += 1) {
      expect(rest.asked[at]!.atMs - rest.asked[at - 5]!.atMs).toBeGreaterThanOrEqual(1_000);
    }
    for (const id of ids(300)) expect(askedAt(id).length).toBeGreaterThanOrEqual(1);
  });

  it('spreads the books over the period', async () => {
    audit({ requestsPerSecond: 100, everyMs: 60_000 });
    for (const id of ids(60)) events$.next(live(id));
    await passTime(scheduler, 5_000);
    const before = rest.asked.length;
    await passTime(scheduler, 57_000);
    const periodic = rest.asked.slice(before).map(({ atMs }) => Math.floor(atMs / 10_000));
    const perTenSeconds = [0, 1, 2, 3, 4, 5].map((decade) => periodic.filter((at) => at === decade).length);
    for (const count of perTenSeconds.slice(1)) expect(Math.abs(count - 10)).toBeLessThanOrEqual(3);
  });

  it.each<StreamState>([
    { kind: 'requested', reason: 'reconnect' },
    { kind: 'stale', reason: 'a message is missing' },
    { kind: 'refused', reason: 'cap' },
    { kind: 'ended', reason: 'not wanted' },
  ])('asks nothing about a stream that is not live: $kind', async (state) => {
    audit();
    events$.next(live('BTC-USD'));
    events$.next(stream('BTC-USD', state));
    await passTime(scheduler, 120_000, 500);
    expect(rest.asked).toEqual([]);
    events$.next(live('BTC-USD'));
    await passTime(scheduler, 2_000);
    expect(askedAt('BTC-USD')).toEqual([121_500]);
  });

  it('drops the answer that is under way when the stream changes, and asks anew after the next snapshot', async () => {
    rest.latencyMs = 1_000;
    audit();
    events$.next(live('BTC-USD'));
    await passTime(scheduler, 2_000);
    events$.next(live('BTC-USD'));
    expect(rest.cancelled).toEqual([pathOf('BTC-USD')]);
    await passTime(scheduler, 3_000);
    expect(askedAt('BTC-USD')).toEqual([1_500, 3_500]);
    expect(answers.map(({ requestedUs }) => requestedUs)).toEqual([3_500_000]);
  });

  it('ignores other channels, frames and connections', async () => {
    audit();
    events$.next(stream('BTC-USD', { kind: 'live' }, 'v4_trades'));
    events$.next({ kind: 'frame', receivedUs: 0, connection: 0, text: '{}' });
    await passTime(scheduler, 5_000);
    expect(rest.asked).toEqual([]);
  });

  it('reports each step of the back-off once, whatever the number of books, and catches up afterwards', async () => {
    rest.reply = (): Error => statusError(500);
    audit({ requestsPerSecond: 50 });
    for (const id of ids(20)) events$.next(live(id));
    await passTime(scheduler, 600_000, 100);
    expect(faults.faults.length).toBeGreaterThan(8);
    expect(faults.faults.length).toBeLessThan(30);
    expect(faults.faults[0]).toMatchObject({ kind: 'rest', where: expect.stringContaining('/orderbooks') as string });
    expect(faults.faults[0]!.message).toMatch(/answered 500; no books are audited for \d+ ms/);
    const gaps = faults.faults.map(({ receivedMs }) => receivedMs).map((at, i, all) => at - (all[i - 1] ?? 0));
    for (const gapMs of gaps.slice(8)) expect(gapMs).toBeGreaterThanOrEqual(30_000);
    rest.reply = (): string => BOOK;
    await passTime(scheduler, 65_000, 100);
    expect(new Set(answers.map(({ path }) => path)).size).toBe(20);
  });

  it('leaves a book alone that the server refuses, and goes on with the others', async () => {
    rest.reply = (path) => (path === pathOf('GONE-USD') ? statusError(400) : BOOK);
    audit({ everyMs: 10_000 });
    events$.next(live('GONE-USD'));
    events$.next(live('BTC-USD'));
    await passTime(scheduler, 100_000);
    expect(askedAt('BTC-USD').length).toBeGreaterThanOrEqual(9);
    expect(askedAt('GONE-USD').length).toBe(4);
    expect(faults.faults.map(({ message }) => /asked again in (\d+) ms/.exec(message)?.[1])).toEqual([
      '10000',
      '20000',
      '40000',
      '80000',
    ]);
  });

  it('R12: a block is one fault, and nothing is asked any more', async () => {
    rest.reply = (): Error => statusError(403);
    audit();
    for (const id of ids(10)) events$.next(live(id));
    await passTime(scheduler, 600_000, 1_000);
    events$.next(live('NEW-USD'));
    await passTime(scheduler, 10_000);
    expect(faults.faults.map(({ kind }) => kind)).toEqual(['blocked']);
    expect(rest.asked.length).toBeLessThanOrEqual(4);
  });

  it('asks a slow server for few books at a time', async () => {
    rest.latencyMs = 1e9;
    audit({ requestsPerSecond: 50 });
    for (const id of ids(20)) events$.next(live(id));
    await passTime(scheduler, 60_000, 500);
    expect(rest.asked.length).toBe(4);
  });

  it('ends its questions and timers with its reader, and with its source', async () => {
    rest.latencyMs = 10_000;
    const leave = audit();
    events$.next(live('BTC-USD'));
    await passTime(scheduler, 2_000);
    leave();
    expect(rest.cancelled).toEqual([pathOf('BTC-USD')]);
    expect(scheduler.pending).toBe(0);
    audit();
    events$.next(live('BTC-USD'));
    events$.complete();
    await comeToRest();
    expect(scheduler.pending).toBe(0);
  });

  it('passes on the end of its source', () => {
    const seen: string[] = [];
    const source$ = new Subject<FeedEvent>();
    source$
      .pipe(bookAuditor({ rest, scheduler, random: () => 0, faults }))
      .subscribe({ error: () => seen.push('error') });
    source$.error(new Error('over'));
    expect(seen).toEqual(['error']);
  });

  it.each<[Partial<MarketAuditorOptions>, string]>([
    [{ everyMs: 0 }, 'everyMs must be > 0, was 0'],
    [{ soonMs: -1 }, 'soonMs must be >= 0, was -1'],
    [{ requestsPerSecond: NaN }, 'requestsPerSecond must be > 0, was NaN'],
    [{ retryBackoff: { initialMs: 0, maxMs: 1 } }, 'retryBackoff.initialMs must be > 0, was 0'],
    [{ retryBackoff: { initialMs: 2, maxMs: 1 } }, 'retryBackoff.maxMs must be >= initialMs 2, was 1'],
  ])('refuses %j', (options, message) => {
    expect(() => bookAuditor({ rest, scheduler, random: () => 0, faults, ...options })).toThrow(message);
  });
});
