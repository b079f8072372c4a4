import { CHANNELS, channelRank, streamName, type StreamRequest } from './stream-request';

/**
 * Holds requests back so that a server is never asked for more than a few things at once: the next goes out when one is
 * answered. What decisions need first goes first, by channel, then in order of asking.
 */
export class RequestWindow {
  readonly #queues = CHANNELS.map(() => new Map<string, () => void>());
  readonly #outstanding = new Set<string>();

  /** @param size requests without answer at a time, a whole number >= 1 */
  constructor(private readonly size: number) {}

  /** Sends a request as soon as there is room, at once if there is. One per stream: a later one replaces one in the queue. */
  ask(stream: StreamRequest, send: () => void): void {
    this.#queues[channelRank(stream.channel)]?.set(streamName(stream), send);
    this.#sendNext();
  }

  /** The request of a stream was answered, given up or is not wanted any more. Harmless when there is none. */
  settle(stream: StreamRequest): void {
    const name = streamName(stream);
    this.#queues[channelRank(stream.channel)]?.delete(name);
    if (this.#outstanding.delete(name)) this.#sendNext();
  }

  #sendNext(): void {
    for (const queue of this.#queues) {
      for (const [name, send] of queue) {
        if (this.#outstanding.size >= this.size) return;
        queue.delete(name);
        this.#outstanding.add(name);
        send();
      }
    }
  }
}
