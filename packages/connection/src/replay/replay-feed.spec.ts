import { EventScheduler, unixMs, type FeedEvent } from '@perpstream/core';
import { collectFaults } from '@perpstream/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastValueFrom, toArray } from 'rxjs';
import { replayFeed, type ReplayFeedOptions } from './replay-feed';

describe('replayFeed', () => {
  let folder: string;
  let path: string;
  let scheduler: EventScheduler;

  const feedOf = (options: Partial<ReplayFeedOptions> = {}): ReturnType<typeof replayFeed> =>
    replayFeed({ path, speed: 'max', clock: scheduler, scheduler, faults: collectFaults(), ...options });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'perpstream-'));
    path = join(folder, 'x.frames');
    scheduler = new EventScheduler(unixMs(0));
    const open = '{"kind":"open","connection":0,"connectionId":"u"}';
    const live = '{"connection":0,"channel":"v4_markets","state":{"kind":"live"}}';
    writeFileSync(
      path,
      `1000 connection ${open}\n1500 stream ${live}\n2000 0 {"a":1}\n3000 tick {}\n4000 command {"command":"stop"}\n60000000 0 {}\n`,
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives frames, connection and stream changes with their own times, nothing else, and completes', async () => {
    expect(await lastValueFrom(feedOf().events$.pipe(toArray()))).toEqual([
      { kind: 'connection', receivedUs: 1_000, state: { kind: 'open', connection: 0, connectionId: 'u' } },
      { kind: 'stream', receivedUs: 1_500, connection: 0, channel: 'v4_markets', state: { kind: 'live' } },
      { kind: 'frame', receivedUs: 2_000, connection: 0, text: '{"a":1}' },
      { kind: 'frame', receivedUs: 60_000_000, connection: 0, text: '{}' },
    ]);
  });

  it('gives the same to everyone who subscribes at once, and can be played again', async () => {
    const { events$ } = feedOf();
    const [first, second] = await Promise.all([
      lastValueFrom(events$.pipe(toArray())),
      lastValueFrom(events$.pipe(toArray())),
    ]);
    expect(second).toEqual(first);
    expect(await lastValueFrom(events$.pipe(toArray()))).toEqual(first);
  });

  it('errors when there is no recording', async () => {
    await expect(lastValueFrom(feedOf({ path: join(folder, 'none') }).events$)).rejects.toThrow(
      'no such file or folder',
    );
  });

  it('leaves no timer when the last reader leaves', async () => {
    const events: FeedEvent[] = [];
    const arrived = new Promise<void>((resolve) => {
      const subscription = feedOf({ speed: 1 }).events$.subscribe((event) => {
        events.push(event);
        if (events.length < 3) return;
        // The pacer goes on to wait for what comes a minute later.
        setImmediate(() => {
          expect(scheduler.pending).toBe(1);
          subscription.unsubscribe();
          resolve();
        });
      });
      setImmediate(function advance(): void {
        scheduler.advanceTo(unixMs(scheduler.now() + 1));
        if (events.length < 3) setImmediate(advance);
      });
    });
    await arrived;
    expect(scheduler.pending).toBe(0);
    expect(events).toHaveLength(3);
  });

  it('stops in the middle of a batch when the reader leaves there', () => {
    return new Promise<void>((resolve) => {
      let seen = 0;
      const subscription = feedOf().events$.subscribe(() => {
        seen += 1;
        subscription.unsubscribe();
        setImmediate(() => {
          expect(seen).toBe(1);
          resolve();
        });
      });
    });
  });

  it('refuses a speed of zero when it is called', () => {
    expect(() => feedOf({ speed: 0 })).toThrow(RangeError);
  });
});
