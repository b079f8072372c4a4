import { EventScheduler, unixMs, type FeedEvent, type RestAnswer, type StreamState } from '@perpstream/core';
import { collectFaults, type CollectedFaults } from '@perpstream/testing';
import { Subject } from 'rxjs';
import { type SubaccountRef } from '../rest/account-paths';
import { passTime, statusError, VirtualRest } from '../test-kit/virtual-rest';
import { accountReconciler, type AccountReconcilerOptions } from './account-reconciler';

const OWN: SubaccountRef = { address: 'dydx1', subaccountNumber: 0 };
const QUERY = 'address=dydx1&subaccountNumber=0';
const FILLS = `/fills?${QUERY}`;

const stream = (state: StreamState, channel = 'v4_subaccounts', id = 'dydx1/0'): FeedEvent => ({
  kind: 'stream',
  receivedUs: 0,
  connection: 0,
  channel,
  id,
  state,
});
const LIVE = stream({ kind: 'live' });
const LOST = stream({ kind: 'requested', reason: 'reconnect' });
const frame = (blockHeight: number, type = 'channel_data', id = 'dydx1/0', channel = 'v4_subaccounts'): FeedEvent => ({
  kind: 'frame',
  receivedUs: 0,
  connection: 0,
  text: JSON.stringify({
    type,
    connection_id: 'c',
    message_id: 1,
    id,
    channel,
    version: '3.0.0',
    contents: { blockHeight: String(blockHeight) },
  }),
});
const fillAt = (height: number, at = 0): object => ({
  id: `f${height}-${at}`,
  side: 'BUY',
  liquidity: 'TAKER',
  type: 'LIMIT',
  market: 'BTC-USD',
  size: '1',
  price: '100',
  createdAt: '2026-01-01T00:00:00.000Z',
  createdAtHeight: String(height),
});

describe('accountReconciler', () => {
  let scheduler: EventScheduler;
  let rest: VirtualRest;
  let faults: CollectedFaults;
  let events$: Subject<FeedEvent>;
  let answers: RestAnswer[];
  let isOver: boolean;

  const reconcile = (options: Partial<AccountReconcilerOptions> = {}): (() => void) => {
    const reconciler = accountReconciler({ rest, account: OWN, scheduler, random: () => 0, faults, ...options });
    const subscription = events$
      .pipe(reconciler)
      .subscribe({ next: (answer) => answers.push(answer), complete: () => (isOver = true) });
    return () => subscription.unsubscribe();
  };
  const reply = (path: string): string => {
    if (path.startsWith('/orders')) return '[]';
    if (path.startsWith('/fills')) return '{"fills":[]}';
    return path.startsWith('/transfers') ? '{"transfers":[]}' : '{"positions":[]}';
  };

  beforeEach(() => {
    scheduler = new EventScheduler(unixMs(0));
    rest = new VirtualRest(scheduler, reply);
    faults = collectFaults();
    events$ = new Subject();
    answers = [];
    isOver = false;
  });

  it('asks for everything of the account, one after the other, once the stream is live and REST has caught up', async () => {
    reconcile();
    events$.next(LIVE);
    await passTime(scheduler, 1_950);
    expect(rest.asked).toEqual([]);
    await passTime(scheduler, 2_000);
    expect(rest.paths).toEqual([
      `/orders?${QUERY}&status=OPEN%2CUNTRIGGERED%2CBEST_EFFORT_OPENED`,
      `${FILLS}&limit=100`,
      `/perpetualPositions?${QUERY}&status=OPEN`,
      `/assetPositions?${QUERY}`,
      `/transfers?${QUERY}&limit=100`,
    ]);
    expect(answers.map(({ path }) => path)).toEqual(rest.paths);
    expect(faults.faults).toEqual([]);
  });

  it('works for a parent account and its stream', async () => {
    reconcile({ account: { address: 'dydx1', parentSubaccountNumber: 3 } });
    events$.next(LIVE);
    events$.next(stream({ kind: 'live' }, 'v4_parent_subaccounts', 'dydx1/3'));
    await passTime(scheduler, 4_000);
    expect(rest.paths.map((path) => path.split('?')[0])).toEqual([
      '/orders/parentSubaccountNumber',
      '/fills/parentSubaccount',
      '/perpetualPositions/parentSubaccountNumber',
      '/assetPositions/parentSubaccountNumber',
      '/transfers/parentSubaccountNumber',
    ]);
    expect(rest.paths[1]).toBe('/fills/parentSubaccount?address=dydx1&parentSubaccountNumber=3&limit=100');
  });

  it('asks again after an interruption, for what happened since the last block that the stream told of', async () => {
    reconcile();
    events$.next(LIVE);
    await passTime(scheduler, 4_000);
    events$.next(frame(5_000));
    events$.next(frame(5_030));
    events$.next(LOST);
    // The snapshot after the interruption knows a later block, but not the fills before it.
    events$.next(frame(6_000, 'subscribed'));
    events$.next(LIVE);
    events$.next(frame(6_000, 'subscribed'));
    events$.next(frame(6_001));
    rest.asked.length = 0;
    rest.reply = (path): string => {
      if (!path.startsWith('/fills')) return reply(path);
      const before = Number(new URLSearchParams(path.split('?')[1]).get('createdBeforeOrAtHeight') ?? 6_000);
      return JSON.stringify({
        fills: Array.from({ length: 1_000 }, (_, at) => fillAt(before - Math.floor(at / 2), at)),
      });
    };
    await passTime(scheduler, 4_000);
    // Down to block 5030 - 20, since the stream told of 5030 last.
    expect(rest.paths.filter((path) => path.startsWith('/fills'))).toEqual([
      `${FILLS}&limit=1000`,
      `${FILLS}&limit=1000&createdBeforeOrAtHeight=5501`,
    ]);
    expect(rest.paths).toHaveLength(6);
  });

  it('goes back page by page to that block, and hands on the oldest page first', async () => {
    reconcile({ sinceHeight: 4_000 });
    events$.next(LIVE);
    const page = (from: number): object[] =>
      Array.from({ length: 1_000 }, (_, at) => fillAt(from - Math.floor(at / 4), at % 4));
    rest.reply = (path): string => {
      if (!path.startsWith('/fills')) return reply(path);
      const before = Number(new URLSearchParams(path.split('?')[1]).get('createdBeforeOrAtHeight') ?? 4_600);
      return JSON.stringify({ fills: page(before) });
    };
    await passTime(scheduler, 5_000);
    const asked = rest.paths.filter((path) => path.startsWith('/fills'));
    expect(asked).toEqual([
      `${FILLS}&limit=1000`,
      `${FILLS}&limit=1000&createdBeforeOrAtHeight=4351`,
      `${FILLS}&limit=1000&createdBeforeOrAtHeight=4102`,
    ]);
    expect(answers.map(({ path }) => path).filter((path) => path.startsWith('/fills'))).toEqual(asked.toReversed());
  });

  it('begins where it began when it is interrupted itself', async () => {
    reconcile({ sinceHeight: 4_000 });
    events$.next(LIVE);
    rest.latencyMs = 5_000;
    await passTime(scheduler, 3_000);
    events$.next(frame(7_000));
    events$.next(LOST);
    expect(rest.cancelled).toHaveLength(1);
    rest.latencyMs = 20;
    events$.next(LIVE);
    await passTime(scheduler, 4_000);
    const [fills = ''] = rest.paths.filter((path) => path.startsWith('/fills'));
    expect(fills).toBe(`${FILLS}&limit=1000`);
    expect(answers).toHaveLength(5);
  });

  it('asks for each order that was thought open and is not, by its id', async () => {
    rest.reply = (path): string =>
      path.startsWith('/orders?') ? '[{"id":"open"}]' : path.startsWith('/orders/') ? '{"id":"gone"}' : reply(path);
    reconcile({ openOrderIds: () => ['open', 'gone'] });
    events$.next(LIVE);
    await passTime(scheduler, 4_000);
    expect(rest.paths.filter((path) => path.startsWith('/orders/'))).toEqual([`/orders/gone?${QUERY}`]);
    expect(answers).toHaveLength(6);
  });

  it('has nothing to hand on of an account that does not exist yet, and no fault', async () => {
    rest.reply = (): Error => statusError(404);
    reconcile();
    events$.next(LIVE);
    await passTime(scheduler, 4_000);
    expect([answers, faults.faults, rest.asked.length]).toEqual([[], [], 5]);
  });

  it('reports a question that is refused, and goes on with the others', async () => {
    rest.reply = (path): string | Error => (path.startsWith('/orders') ? statusError(400) : reply(path));
    reconcile();
    events$.next(LIVE);
    await passTime(scheduler, 60_000);
    expect(faults.faults).toMatchObject([{ kind: 'rest', where: expect.stringContaining('/orders') as string }]);
    expect(answers).toHaveLength(4);
  });

  it('tries again what failed, with one report per step of the back-off', async () => {
    let failures = 3;
    rest.reply = (path): string | Error => {
      if (!path.startsWith('/fills') || failures === 0) return reply(path);
      failures -= 1;
      return failures === 1 ? '{"fills":7}' : statusError(500);
    };
    reconcile();
    events$.next(LIVE);
    await passTime(scheduler, 20_000);
    expect(faults.faults.map(({ message }) => /asked again in (\d+) ms/.exec(message)?.[1])).toEqual([
      '500',
      '1000',
      '2000',
    ]);
    expect(answers).toHaveLength(5);
  });

  it('R12: a block is one fault and the end', async () => {
    rest.reply = (): Error => statusError(403);
    reconcile();
    events$.next(LIVE);
    await passTime(scheduler, 60_000);
    expect(faults.faults.map(({ kind }) => kind)).toEqual(['blocked']);
    expect(rest.asked).toHaveLength(1);
    expect(isOver).toBe(true);
  });

  it('says loudly when a block has more fills than can be asked for', async () => {
    reconcile({ sinceHeight: 4_000 });
    rest.reply = (path): string =>
      path.startsWith('/fills')
        ? JSON.stringify({ fills: Array.from({ length: 1_000 }, (_, at) => fillAt(4_500, at)) })
        : reply(path);
    events$.next(LIVE);
    await passTime(scheduler, 10_000);
    expect(faults.faults).toMatchObject([
      { kind: 'rest', message: expect.stringContaining('block 4500 has 1000 fills or more') as string },
    ]);
    expect(answers).toHaveLength(4);
  });

  it('ignores the streams of others', async () => {
    reconcile();
    events$.next(stream({ kind: 'live' }, 'v4_subaccounts', 'dydx2/0'));
    events$.next(stream({ kind: 'live' }, 'v4_orderbook', 'BTC-USD'));
    events$.next(frame(1));
    await passTime(scheduler, 10_000);
    expect(rest.asked).toEqual([]);
  });

  it('does not take heights of other accounts for its own', async () => {
    reconcile({ sinceHeight: 100 });
    events$.next(LIVE);
    await passTime(scheduler, 4_000);
    events$.next(frame(9_000, 'channel_data', 'dydx2/0'));
    events$.next(frame(9_000, 'channel_data', 'BTC-USD', 'v4_trades'));
    events$.next(frame(200));
    events$.next(LOST);
    events$.next(LIVE);
    rest.asked.length = 0;
    const fills = Array.from({ length: 1_000 }, (_, at) => fillAt(1_179 - at));
    rest.reply = (path): string => (path.startsWith('/fills') ? JSON.stringify({ fills }) : reply(path));
    await passTime(scheduler, 4_000);
    // The oldest fill of the page is of block 180 = 200 - 20: there may be more of it.
    expect(rest.paths.filter((path) => path.startsWith('/fills'))[1]).toContain('createdBeforeOrAtHeight=180');
  });

  it('ends its question with its reader', async () => {
    rest.latencyMs = 1_000;
    const leave = reconcile();
    events$.next(LIVE);
    await passTime(scheduler, 2_100);
    leave();
    expect(rest.cancelled).toHaveLength(1);
    expect(scheduler.pending).toBe(0);
  });

  it.each<[Partial<AccountReconcilerOptions>, string]>([
    [{ settleMs: -1 }, 'settleMs must be >= 0, was -1'],
    [{ account: { address: '', subaccountNumber: 0 } }, 'address must be a name, was ""'],
    [{ account: { address: 'a', subaccountNumber: 128_000 } }, 'subaccountNumber must be a whole number in 0..127999'],
    [
      { account: { address: 'a', parentSubaccountNumber: 128 } },
      'parentSubaccountNumber must be a whole number in 0..127',
    ],
    [{ retryBackoff: { initialMs: 0, maxMs: 1 } }, 'retryBackoff.initialMs must be > 0, was 0'],
  ])('refuses %j', (options, message) => {
    expect(() => reconcile(options)).toThrow(message);
  });
});
