import { EventScheduler, unixMs, type Input } from '@perpstream/core';
import { paceInputs, type ReplaySpeed } from './pace-inputs';

const ticks = (...receivedMs: number[]): Input[] => receivedMs.map((ms) => ({ kind: 'tick', receivedUs: ms * 1_000 }));

async function* source(...batches: Input[][]): AsyncGenerator<readonly Input[]> {
  for (const batch of batches) yield await Promise.resolve(batch);
}

/** Lets everything run that waits for no time. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('paceInputs', () => {
  let scheduler: EventScheduler;
  let seen: number[][];
  let ended: boolean;

  const play = (speed: ReplaySpeed, batches: Input[][], signal = new AbortController().signal): Promise<void> => {
    const paced = paceInputs(source(...batches), { speed, clock: scheduler, scheduler, signal });
    const consume = async (): Promise<void> => {
      for await (const batch of paced) seen.push(batch.map(({ receivedUs }) => receivedUs / 1_000));
      ended = true;
    };
    return consume();
  };
  const pass = async (ms: number): Promise<void> => {
    scheduler.advanceTo(unixMs(scheduler.now() + ms));
    await settle();
  };

  beforeEach(() => {
    scheduler = new EventScheduler(unixMs(1_000_000));
    seen = [];
    ended = false;
  });

  it('passes batches as they are at full speed, without waiting', async () => {
    await play('max', [ticks(1, 50_000), ticks(99_999)]);
    expect(seen).toEqual([[1, 50_000], [99_999]]);
    expect(scheduler.pending).toBe(0);
  });

  it('hands inputs on at the pace of the recording, what is due together as one batch', async () => {
    void play(1, [ticks(100, 100, 150, 400), ticks(401)]);
    await settle();
    expect(seen).toEqual([[100, 100]]);
    await pass(49);
    expect(seen).toHaveLength(1);
    await pass(1);
    expect(seen.slice(1)).toEqual([[150]]);
    await pass(250);
    expect(seen.slice(2)).toEqual([[400]]);
    await pass(1);
    expect(seen.slice(3)).toEqual([[401]]);
    expect(ended).toBe(true);
  });

  it.each([
    [10, 100],
    [0.5, 2_000],
  ])('at speed %p turns a second into %p ms', async (speed, expectedMs) => {
    void play(speed, [ticks(0, 1_000)]);
    await settle();
    await pass(expectedMs - 1);
    expect(seen).toEqual([[0]]);
    await pass(1);
    expect(seen).toEqual([[0], [1_000]]);
  });

  it('catches up in one batch after a delay, since due times count from the first input', async () => {
    void play(1, [ticks(0, 10, 20, 30, 5_000)]);
    await settle();
    await pass(100);
    expect(seen).toEqual([[0], [10, 20, 30]]);
  });

  it('passes over empty batches', async () => {
    await play(1, [[], ticks(5), []]);
    expect(seen).toEqual([[5]]);
  });

  it('goes on when a timer fires a little before its time', async () => {
    const early = { now: () => unixMs(0) };
    const impatient = new EventScheduler();
    const batches = paceInputs(source(ticks(0, 10)), { speed: 1, clock: early, scheduler: impatient });
    await batches.next();
    const next = batches.next();
    await settle();
    impatient.advanceTo(unixMs(10));
    expect((await next).value).toHaveLength(1);
  });

  it.each<ReplaySpeed>([1, 'max'])('ends at once when it is aborted, at speed %p', async (speed) => {
    const abort = new AbortController();
    const playing = play(speed, [ticks(0), ticks(60_000), ticks(60_001)], abort.signal);
    if (speed === 1) await settle();
    abort.abort();
    await playing;
    expect(seen).toEqual(speed === 1 ? [[0]] : []);
    expect(scheduler.pending).toBe(0);
  });

  it.each([0, -1, NaN, Infinity, 'fast' as 'max'])('refuses speed %p when it is called', (speed) => {
    expect(() => paceInputs(source(), { speed, clock: scheduler, scheduler })).toThrow(RangeError);
    expect(() => paceInputs(source(), { speed, clock: scheduler, scheduler })).toThrow(
      "speed must be a number > 0 or 'max'",
    );
  });
});
