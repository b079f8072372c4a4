import type { ChannelUpdate } from '../venue/channel-update';
import { showsId, versionOf, type Channel } from './channel';

/** Who receives data messages. `tail` is the message after its ids: shared text, written once for all receivers. */
export interface DataReceiver {
  deliver(type: 'channel_data' | 'channel_batch_data', tail: string): void;
}

/** Updates of one channel and id that wait for the next flush. */
type Buffer = { readonly channel: Channel; readonly id: string; contents: string[] };

/** A buffer this long is flushed at once, so that a burst does not become one huge message. */
const MAX_BUFFERED = 2_000;

/**
 * Forwards updates to subscribers: at once to unbatched ones, with the next flush to batched ones.
 *
 * The buffer of a channel and id is shared by all its batched subscribers, as in the Indexer: the first batch of a new
 * one may hold updates from before its snapshot.
 */
export class Broadcaster {
  readonly #direct = new Map<string, Set<DataReceiver>>();
  readonly #batched = new Map<string, Set<DataReceiver>>();
  readonly #buffers = new Map<string, Buffer>();

  publish({ channel, id, contents }: ChannelUpdate): void {
    const key = `${channel}:${id}`;
    const direct = this.#direct.get(key);
    const batched = this.#batched.get(key);
    if (direct === undefined && batched === undefined) return;
    const text = JSON.stringify(contents);
    if (direct !== undefined) {
      const tail = tailOf(channel, id, text);
      for (const receiver of direct) receiver.deliver('channel_data', tail);
    }
    if (batched !== undefined) this.#buffer(key, channel, id, text);
  }

  /** Sends what has waited to the batched subscribers, one message per channel and id. */
  flush(): void {
    for (const [key, buffer] of this.#buffers) this.#flushBuffer(key, buffer);
  }

  add(channel: Channel, id: string, batched: boolean, receiver: DataReceiver): void {
    const receivers = batched ? this.#batched : this.#direct;
    const key = `${channel}:${id}`;
    const present = receivers.get(key);
    if (present === undefined) receivers.set(key, new Set([receiver]));
    else present.add(receiver);
  }

  remove(channel: Channel, id: string, receiver: DataReceiver): void {
    const key = `${channel}:${id}`;
    for (const receivers of [this.#direct, this.#batched]) {
      const present = receivers.get(key);
      if (present?.delete(receiver) === true && present.size === 0) receivers.delete(key);
    }
  }

  #buffer(key: string, channel: Channel, id: string, text: string): void {
    let buffer = this.#buffers.get(key);
    if (buffer === undefined) this.#buffers.set(key, (buffer = { channel, id, contents: [] }));
    buffer.contents.push(text);
    if (buffer.contents.length >= MAX_BUFFERED) this.#flushBuffer(key, buffer);
  }

  #flushBuffer(key: string, { channel, id, contents }: Buffer): void {
    this.#buffers.delete(key);
    const receivers = this.#batched.get(key);
    if (receivers === undefined) return;
    const tail = tailOf(channel, id, `[${contents.join(',')}]`);
    for (const receiver of receivers) receiver.deliver('channel_batch_data', tail);
  }
}

function tailOf(channel: Channel, id: string, contents: string): string {
  const shownId = showsId(channel) ? `"id":${JSON.stringify(id)},` : '';
  return `${shownId}"channel":"${channel}","version":"${versionOf(channel)}","contents":${contents}}`;
}
