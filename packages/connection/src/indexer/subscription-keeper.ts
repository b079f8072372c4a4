import { unixMs, type Clock, type FaultSink } from '@perpstream/core';
import { type SchedulerLike, type Subscription } from 'rxjs';
import { type SniffedFrame } from './sniffed-frame';
import { streamName, subscribeMessage, type StreamRequest } from './stream-request';

/** The server closes a connection that asks for one stream three times within a second. */
const MIN_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;

/** What the keeper works with. */
export type SubscriptionKeeperOptions = {
  readonly streams: readonly StreamRequest[];
  readonly timeoutMs: number;
  readonly scheduler: SchedulerLike;
  readonly clock: Clock;
  readonly faults: FaultSink;
  /** Names the connection in faults. */
  readonly where: string;
  send(text: string): void;
};

type Asked = { readonly stream: StreamRequest; times: number; timer: Subscription | undefined };

/**
 * Sees to it that every stream of one connection is subscribed: asks, waits for the confirmation, asks again when none
 * comes or when the server could not fetch the snapshot, and reports what is refused for good. One stream is asked for at
 * most once a second.
 */
export class SubscriptionKeeper {
  readonly #open = new Map<string, Asked>();

  constructor(private readonly options: SubscriptionKeeperOptions) {}

  /** Asks for every stream; call it once the server has greeted. */
  start(): void {
    for (const stream of this.options.streams) {
      const asked: Asked = { stream, times: 0, timer: undefined };
      this.#open.set(streamName(stream), asked);
      this.#ask(asked);
    }
  }

  /** Takes note of a confirmation or a refusal. */
  heard(frame: SniffedFrame): void {
    if (frame.kind === 'subscribed') this.#settle(streamName(frame));
    if (frame.kind !== 'error' || frame.channel === undefined) return;
    const asked = this.#open.get(streamName({ channel: frame.channel, id: frame.id }));
    if (asked === undefined) return;
    if (frame.message.includes('already subscribed')) this.#settle(streamName(asked.stream));
    else if (frame.message.includes('could not fetch data')) this.#askLater(asked);
    else this.#refused(asked, frame.message);
  }

  /** Drops all timers. */
  stop(): void {
    this.#open.forEach(({ timer }) => timer?.unsubscribe());
    this.#open.clear();
  }

  #ask(asked: Asked): void {
    asked.times += 1;
    this.options.send(subscribeMessage(asked.stream));
    this.#wait(asked, this.options.timeoutMs, () => {
      this.#report(asked, `no answer within ${this.options.timeoutMs} ms, asking again`);
      this.#askLater(asked);
    });
  }

  #askLater(asked: Asked): void {
    this.#wait(asked, Math.min(MAX_RETRY_MS, MIN_RETRY_MS * 2 ** (asked.times - 1)), () => this.#ask(asked));
  }

  #refused(asked: Asked, message: string): void {
    this.#report(asked, `refused, stays without data until the next connection: ${message}`);
    this.#settle(streamName(asked.stream));
  }

  #settle(name: string): void {
    this.#open.get(name)?.timer?.unsubscribe();
    this.#open.delete(name);
  }

  #wait(asked: Asked, delayMs: number, then: () => void): void {
    asked.timer?.unsubscribe();
    asked.timer = this.options.scheduler.schedule(then, delayMs);
  }

  #report(asked: Asked, message: string): void {
    const { faults, clock, where } = this.options;
    faults.report({
      kind: 'connection',
      where: `${where} ${streamName(asked.stream)}`,
      message,
      receivedMs: unixMs(clock.now()),
    });
  }
}
