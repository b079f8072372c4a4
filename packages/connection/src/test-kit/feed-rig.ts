import { EventScheduler, unixMs, type Fault, type FeedEvent, type StreamState } from '@perpstream/core';
import { Subject, takeUntil } from 'rxjs';
import { checkedFeedOptions, type IndexerFeedOptions } from '../pool/feed-options';
import { type IndexerFeed } from '../pool/indexer-feed-port';
import { streamFeed } from '../pool/stream-feed';
import { type StreamStatus } from '../streams/stream-record';
import { streamName, type StreamRequest } from '../streams/stream-request';
import { ModelIndexer, type ModelBehaviour } from './model-indexer';

const START_MS = unixMs(1_700_000_000_000);
const STEP_MS = 50;

/** Book, trades and other streams of a market. */
export const book = (id = 'BTC-USD'): StreamRequest => ({ channel: 'v4_orderbook', id });
export const trades = (id = 'BTC-USD'): StreamRequest => ({ channel: 'v4_trades', id });
export const MARKETS: StreamRequest = { channel: 'v4_markets' };
export const BLOCKS: StreamRequest = { channel: 'v4_block_height' };

/** A live feed on a model of the Indexer, on virtual time, with everything that it says. */
export class FeedRig {
  readonly scheduler: EventScheduler = new EventScheduler(START_MS);
  readonly indexer: ModelIndexer;
  readonly feed: IndexerFeed;
  readonly events: FeedEvent[] = [];
  readonly faults: Fault[] = [];
  readonly #closed$ = new Subject<void>();

  constructor(behaviour: ModelBehaviour = {}, options: Partial<IndexerFeedOptions> = {}) {
    this.indexer = new ModelIndexer(this.scheduler, behaviour);
    const checked = checkedFeedOptions({
      url: 'ws://a',
      streams: [book()],
      clock: this.scheduler,
      scheduler: this.scheduler,
      random: () => 0.5,
      faults: { report: (fault) => this.faults.push(fault) },
      ...options,
    });
    this.feed = streamFeed(checked, this.indexer.open);
  }

  /** Time since the start. */
  get nowMs(): number {
    return this.scheduler.now() - START_MS;
  }

  open(): this {
    void this.feed.events$.pipe(takeUntil(this.#closed$)).forEach((event) => this.events.push(event));
    return this.pass(0);
  }

  close(): void {
    this.#closed$.next();
  }

  pass(ms: number): this {
    this.scheduler.advanceTo(unixMs(this.scheduler.now() + ms));
    return this;
  }

  /** Lets time pass while these streams speak now and then. */
  run(ms: number, streams: readonly StreamRequest[] = [book()], everyMs = 250): this {
    const endMs = this.nowMs + ms;
    let nextMs = this.nowMs;
    while (this.nowMs < endMs) {
      if (this.nowMs >= nextMs) {
        for (const { channel, id } of streams) this.indexer.publish(channel, id);
        nextMs += everyMs;
      }
      this.pass(Math.min(STEP_MS, endMs - this.nowMs));
    }
    return this;
  }

  /** What was said of a stream: `requested`, `live`, `stale: silent for 61 s`. */
  statesOf(stream: StreamRequest): string[] {
    return this.events.flatMap((event) =>
      event.kind === 'stream' && streamName(event) === streamName(stream) ? [shown(event.state)] : [],
    );
  }

  get connectionStates(): string[] {
    return this.events.flatMap((event) =>
      event.kind === 'connection' ? [`${event.state.connection} ${event.state.kind}`] : [],
    );
  }

  /** Frames handed on, by the start of their text. */
  get frames(): string[] {
    return this.events.flatMap((event) => (event.kind === 'frame' ? [event.text] : []));
  }

  statusOf(stream: StreamRequest): StreamStatus | undefined {
    return this.feed.statuses().find((status) => streamName(status) === streamName(stream));
  }

  /** Whether every stream is live. */
  get isAllLive(): boolean {
    return this.feed.statuses().every(({ state }) => state.kind === 'live');
  }
}

function shown(state: StreamState): string {
  return 'reason' in state ? `${state.kind}: ${state.reason}` : state.kind;
}
