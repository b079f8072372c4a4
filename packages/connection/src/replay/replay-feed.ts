import { type Clock, type FaultSink, type FeedEvent, type Input, type MarketFeed } from '@perpstream/core';
import { Observable, share, type SchedulerLike, type Subscriber } from 'rxjs';
import { assertReplaySpeed, paceInputs, type ReplaySpeed } from './pace-inputs';
import { readRecording } from './read-recording';

/** Options of `replayFeed`. */
export type ReplayFeedOptions = {
  /** A `*.frames.gz` file or a run folder. */
  readonly path: string;
  readonly speed: ReplaySpeed;
  readonly clock: Clock;
  readonly scheduler: SchedulerLike;
  readonly faults: FaultSink;
};

/**
 * A recording in place of the live feed: its frames and the changes of sockets and streams with their own receive times, in order.
 *
 * Completes at the end of the recording and errors when there is none. All subscribers share one reading; the first
 * starts it, and the file is closed when the last has left.
 * @throws RangeError when `speed` is neither > 0 nor `max`
 * @example replayFeed({ path: 'btc.frames.gz', speed: 10, clock, scheduler: asyncScheduler, faults }).events$
 */
export function replayFeed(options: ReplayFeedOptions): MarketFeed {
  assertReplaySpeed(options.speed);
  const events$ = new Observable<FeedEvent>((subscriber) => {
    const leaving = new AbortController();
    play(options, subscriber, leaving.signal).then(
      () => subscriber.complete(),
      (error: unknown) => subscriber.error(error),
    );
    return () => leaving.abort();
  });
  return { events$: events$.pipe(share()) };
}

async function play(options: ReplayFeedOptions, subscriber: Subscriber<FeedEvent>, signal: AbortSignal): Promise<void> {
  const batches = readRecording(options.path, { faults: options.faults });
  for await (const batch of paceInputs(batches, { ...options, signal })) {
    for (const input of batch) {
      if (signal.aborted) return;
      if (isFeedEvent(input)) subscriber.next(input);
    }
  }
}

function isFeedEvent(input: Input): input is FeedEvent {
  return input.kind === 'frame' || input.kind === 'connection' || input.kind === 'stream';
}
