import { EventScheduler, unixMs, type RestAnswer } from '@perpstream/core';
import { collectFaults, randomNumbers, type CollectedFaults } from '@perpstream/testing';
import { passTime, statusError, VirtualRest } from '../test-kit/virtual-rest';
import { marketListKeeper, type MarketListKeeperOptions } from './market-list-keeper';

const HOUR = 3_600_000;
const LIST = '{"markets":{"BTC-USD":{"status":"ACTIVE"}}}';

describe('marketListKeeper', () => {
  let scheduler: EventScheduler;
  let rest: VirtualRest;
  let faults: CollectedFaults;
  let answers: RestAnswer[];
  let isOver: boolean;

  const keep = (options: Partial<MarketListKeeperOptions> = {}): (() => void) => {
    const lists$ = marketListKeeper({ rest, scheduler, random: randomNumbers(3), faults, ...options });
    const subscription = lists$.subscribe({ next: (answer) => answers.push(answer), complete: () => (isOver = true) });
    return () => subscription.unsubscribe();
  };

  beforeEach(() => {
    scheduler = new EventScheduler(unixMs(1e9));
    rest = new VirtualRest(scheduler, () => LIST);
    faults = collectFaults();
    answers = [];
    isOver = false;
  });

  it('asks at once, and then once per period', async () => {
    keep({ everyMs: 60_000 });
    await passTime(scheduler, 185_000, 20);
    expect(rest.asked.map(({ atMs }) => atMs - 1e9)).toEqual([0, 60_020, 120_040, 180_060]);
    expect(answers).toHaveLength(4);
    expect(answers[0]).toMatchObject({ kind: 'rest', path: '/perpetualMarkets', body: LIST, requestedUs: 1e12 });
  });

  it('waits until a list that is there already has its age', async () => {
    const latest = {
      kind: 'rest',
      receivedUs: (1e9 - 100_000) * 1_000,
      path: '/perpetualMarkets',
      body: LIST,
    } as const;
    keep({ latest });
    await passTime(scheduler, 200_100, 20);
    expect(rest.asked.map(({ atMs }) => atMs - 1e9)).toEqual([200_000]);
  });

  it('R14: hours without an answer give one report per step of the back-off, which states the age of the list', async () => {
    keep();
    await passTime(scheduler, 1_000, 20);
    rest.reply = (): Error => statusError(503);
    await passTime(scheduler, 6 * HOUR, 5_000);
    expect(answers).toHaveLength(1);
    expect(faults.faults).toHaveLength(rest.asked.length - 1);
    expect(faults.faults.length).toBeLessThanOrEqual(6 * 24 + 10);
    expect(faults.faults.length).toBeGreaterThanOrEqual(6 * 12);
    expect(faults.faults[0]!.message).toMatch(/answered 503; asked again in \d+ ms, the list known is 30\d s old/);
    expect(faults.faults.at(-1)!.message).toMatch(/the list known is 21\d\d\d s old/);
    expect(new Set(faults.faults.map(({ kind }) => kind))).toEqual(new Set(['rest']));
    rest.reply = (): string => LIST;
    await passTime(scheduler, 301_000, 500);
    expect(answers.length).toBeGreaterThanOrEqual(2);
    expect(isOver).toBe(false);
  });

  it('starts its back-off anew after a success', async () => {
    let count = 0;
    rest.reply = (): string | Error => ((count += 1) % 3 === 0 ? LIST : statusError(500));
    keep({ everyMs: 100_000, retryBackoff: { initialMs: 1_000, maxMs: 64_000 } });
    await passTime(scheduler, 400_000, 50);
    const waits = faults.faults.map(({ message }) => Number(/in (\d+) ms/.exec(message)![1]));
    for (const [at, waitMs] of waits.entries()) expect(waitMs).toBeLessThanOrEqual(at % 2 === 0 ? 1_000 : 2_000);
  });

  it.each(['{"markets":{}}', '{"markets":', '<html>', '{}', '{"markets":{"BTC-USD":{"trades24H":"many"}}}'])(
    'does not hand on what is no list, and asks again: %s',
    async (body) => {
      rest.reply = (): string => body;
      keep();
      await passTime(scheduler, 10_000);
      expect(answers).toEqual([]);
      expect(faults.faults.length).toBeGreaterThan(2);
      expect(faults.faults[0]!.message).toContain('no list is known');
    },
  );

  it('R12: a block is one fault and the end', async () => {
    rest.reply = (): Error => statusError(403);
    keep();
    await passTime(scheduler, HOUR, 10_000);
    expect(faults.faults).toMatchObject([{ kind: 'blocked', where: 'rest /perpetualMarkets' }]);
    expect(rest.asked).toHaveLength(1);
    expect(isOver).toBe(true);
  });

  it('ends when there is no such list at that address', async () => {
    rest.reply = (): Error => statusError(404);
    keep();
    await passTime(scheduler, HOUR, 10_000);
    expect(faults.faults).toMatchObject([
      { kind: 'rest', message: expect.stringContaining('check the address') as string },
    ]);
    expect(isOver).toBe(true);
  });

  it('ends its question and its timers with its reader', async () => {
    const leave = keep();
    leave();
    expect(rest.cancelled).toEqual([]);
    const leaveAgain = keep();
    scheduler.advanceTo(unixMs(1e9 + 1));
    leaveAgain();
    expect(rest.cancelled).toEqual(['/perpetualMarkets']);
    rest.reply = (): Error => statusError(500);
    const leaveWaiting = keep();
    await passTime(scheduler, 100);
    leaveWaiting();
    expect(scheduler.pending).toBe(0);
  });

  it('refuses a period that is no period', () => {
    expect(() => keep({ everyMs: 0 })).toThrow('everyMs must be > 0, was 0');
    expect(() => keep({ retryBackoff: { initialMs: 1, maxMs: NaN } })).toThrow('retryBackoff.maxMs');
  });
});
