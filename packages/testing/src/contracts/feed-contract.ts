import { deepEqual, equal, ok } from 'node:assert/strict';
import type { FeedEvent, Frame, MarketFeed } from '@perpstream/core';
import { filter, lastValueFrom, map, take, takeUntil, takeWhile, timer, toArray } from 'rxjs';
import type { ContractCheck } from './contract-check';
import type { FeedSubject, OpenableFeed } from './feed-subject';

/** So many frames are looked at, or all of a shorter recording. */
const FRAMES = 20;
const POLL_MS = 5;

type Test = (feed: OpenableFeed, waitMs: number) => Promise<void>;

/** Runs a test on a feed of its own, and cleans up after it whatever happens. */
function withFeed(test: Test): (subject: FeedSubject) => Promise<void> {
  return async ({ create, waitMs = 5_000 }) => {
    const opened = await create();
    try {
      await test(opened, waitMs);
    } finally {
      await opened.dispose?.();
    }
  };
}

/** Reads until so many frames came, the feed ended or the time is up, then unsubscribes. Subscribes at once. */
function firstFrames({ events$ }: MarketFeed, waitMs: number, count = FRAMES): Promise<Frame[]> {
  const isFrame = (event: FeedEvent): event is Frame => event.kind === 'frame';
  const frames$ = events$.pipe(filter(isFrame), take(count), takeUntil(timer(waitMs)), toArray());
  return lastValueFrom(frames$, { defaultValue: [] });
}

async function closes({ openResources }: OpenableFeed, waitMs: number): Promise<void> {
  const open$ = timer(0, POLL_MS).pipe(
    map(openResources),
    takeWhile((open) => open > 0, true),
    takeUntil(timer(waitMs)),
  );
  equal(
    await lastValueFrom(open$, { defaultValue: openResources() }),
    0,
    'something stays open after the last reader left',
  );
}

const opensOnSubscription: Test = async ({ feed, openResources }, waitMs) => {
  equal(openResources(), 0, 'something is open before anybody subscribed');
  const frames = await firstFrames(feed, waitMs, 1);
  equal(frames.length, 1, `no frame came within ${waitMs} ms`);
};

const deliversFrames: Test = async ({ feed }, waitMs) => {
  let lastUs = 0;
  for (const { receivedUs, connection, text } of await firstFrames(feed, waitMs)) {
    ok(Number.isSafeInteger(receivedUs) && receivedUs >= 0, `a receive time was ${receivedUs}`);
    ok(receivedUs >= lastUs, `a frame of ${receivedUs} came after one of ${lastUs}`);
    ok(Number.isInteger(connection) && connection >= 0, `a connection was ${connection}`);
    ok(!/[\r\n]/.test(text), 'a frame has a line end in it');
    lastUs = receivedUs;
  }
};

const closesWithLastReader: Test = async (opened, waitMs) => {
  await firstFrames(opened.feed, waitMs, 1);
  await closes(opened, waitMs);
};

const servesTwoReaders: Test = async ({ feed }, waitMs) => {
  const [left, right] = await Promise.all([firstFrames(feed, waitMs), firstFrames(feed, waitMs)]);
  const common = Math.min(left.length, right.length);
  ok(common > 0, 'one of two readers got no frame');
  deepEqual(left.slice(0, common), right.slice(0, common), 'two readers at the same time get different frames');
};

const survivesALeavingReader: Test = async ({ feed }, waitMs) => {
  const [, staying] = await Promise.all([firstFrames(feed, waitMs, 1), firstFrames(feed, waitMs, 2)]);
  equal(staying.length, 2, 'a reader got no more frames after another one had left');
};

const opensAgain: Test = async (opened, waitMs) => {
  await firstFrames(opened.feed, waitMs, 1);
  await closes(opened, waitMs);
  const again = await firstFrames(opened.feed, waitMs, 1);
  equal(again.length, 1, 'no frame came at the second subscription');
  await closes(opened, waitMs);
};

/** What every market feed promises, as functions: run them in any test runner. Needs a feed of at least two frames. */
export const feedContract: readonly ContractCheck<FeedSubject>[] = [
  { promise: 'opens when it is subscribed, not before', verify: withFeed(opensOnSubscription) },
  { promise: 'delivers one-line frames in order of their receive time', verify: withFeed(deliversFrames) },
  { promise: 'closes everything when the last reader leaves', verify: withFeed(closesWithLastReader) },
  { promise: 'gives two readers at the same time the same frames', verify: withFeed(servesTwoReaders) },
  { promise: 'goes on for one reader when another leaves', verify: withFeed(survivesALeavingReader) },
  { promise: 'opens again after it was closed', verify: withFeed(opensAgain) },
];
