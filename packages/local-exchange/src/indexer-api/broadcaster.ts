import type { ChannelUpdate } from '../venue/channel-update';
import { showsId, versionOf, type Channel } from './channel';
import { parentId, parentUpdate } from './parent-subaccount';

/** A data message without its type and ids. `tail` is shared text, written once for all receivers. */
export type DataMessage = { readonly channel: Channel; readonly id: string; readonly tail: string };

/** Who receives data messages. */
export interface DataReceiver {
  deliver(type: 'channel_data' | 'channel_batch_data', message: DataMessage): void;
}

/** What is sent to the subscribers of a channel and id; `subaccountNumber` only on the parent channel. */
type Update = {
  readonly channel: Channel;
  readonly id: string;
  readonly contents: object;
  readonly subaccountNumber?: number;
};

/** Updates of one channel and id that wait for the next flush, by the subaccount that they are of. */
type Buffer = {
  readonly channel: Channel;
  readonly id: string;
  readonly groups: Map<number | undefined, string[]>;
  size: number;
};

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

  publish(update: ChannelUpdate): void {
    this.#forward(update);
    if (update.channel === 'v4_subaccounts') this.#forward(parentUpdate(update.id, update.contents));
  }

  /** Whether anybody receives the updates of a channel and id. */
  isWanted(channel: ChannelUpdate['channel'], id: string): boolean {
    const isHeard = (key: string): boolean => this.#direct.has(key) || this.#batched.has(key);
    if (isHeard(`${channel}:${id}`)) return true;
    return channel === 'v4_subaccounts' && isHeard(`v4_parent_subaccounts:${parentId(id)}`);
  }

  /** Sends what has waited to the batched subscribers: one message per channel, id and subaccount. */
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

  #forward(update: Update): void {
    const key = `${update.channel}:${update.id}`;
    const direct = this.#direct.get(key);
    const isBatched = this.#batched.has(key);
    if (direct === undefined && !isBatched) return;
    const text = JSON.stringify(update.contents);
    if (direct !== undefined) {
      const message = messageOf(update, text, update.subaccountNumber);
      for (const receiver of direct) receiver.deliver('channel_data', message);
    }
    if (isBatched) this.#buffer(key, update, text);
  }

  #buffer(key: string, { channel, id, subaccountNumber }: Update, text: string): void {
    let buffer = this.#buffers.get(key);
    if (buffer === undefined) this.#buffers.set(key, (buffer = { channel, id, groups: new Map(), size: 0 }));
    const group = buffer.groups.get(subaccountNumber);
    if (group === undefined) buffer.groups.set(subaccountNumber, [text]);
    else group.push(text);
    buffer.size += 1;
    if (buffer.size >= MAX_BUFFERED) this.#flushBuffer(key, buffer);
  }

  #flushBuffer(key: string, buffer: Buffer): void {
    this.#buffers.delete(key);
    const receivers = this.#batched.get(key);
    if (receivers === undefined) return;
    const messages = [...buffer.groups].map(([subaccountNumber, contents]) =>
      messageOf(buffer, `[${contents.join(',')}]`, subaccountNumber),
    );
    for (const receiver of receivers) {
      for (const message of messages) receiver.deliver('channel_batch_data', message);
    }
  }
}

type Address = { readonly channel: Channel; readonly id: string };

function messageOf({ channel, id }: Address, contents: string, subaccountNumber: number | undefined): DataMessage {
  const shownId = showsId(channel) ? `"id":${JSON.stringify(id)},` : '';
  const shownNumber = subaccountNumber === undefined ? '' : `,"subaccountNumber":${subaccountNumber}`;
  const tail = `${shownId}"channel":"${channel}","version":"${versionOf(channel)}","contents":${contents}${shownNumber}}`;
  return { channel, id, tail };
}
