import type { Clock } from '@perpstream/core';
import type { WebSocket } from 'ws';
import type { VenueState } from '../venue/venue-state';
import type { Broadcaster, DataReceiver } from './broadcaster';
import { hasDefaultId, showsId, subscriptionLimit, type Channel } from './channel';
import { readClientMessage, type ClientMessage } from './client-message';
import { RateLimiter } from './rate-limiter';
import { snapshotContents } from './snapshot-contents';
import { SubscriptionBook } from './subscription-book';
import { isValidSubscriptionId } from './subscription-id';

const POLICY_VIOLATION = 1008;
const RATE_LIMITED = JSON.stringify({ message: 'Rate limited' });
/** Identical subscribes, and invalid messages, that one connection may send per second. */
const ALLOWED_PER_SECOND = 2;
/** A client with more unsent bytes than this does not read. */
const MAX_UNSENT_BYTES = 64 * 2 ** 20;

type Subscribe = Extract<ClientMessage, { kind: 'subscribe' }>;
type Extra = { readonly channel?: Channel; readonly id?: string };

/** What all sessions of a server share. */
export type SessionContext = {
  readonly state: VenueState;
  readonly broadcaster: Broadcaster;
  readonly clock: Clock;
  /** Time between reading a snapshot and sending it; updates in between are lost for the subscriber. */
  readonly snapshotDelayMs: number;
  onSubscribed(): void;
};

/**
 * One WebSocket client: its subscriptions, its message counter, its limits.
 *
 * A subscribe takes its message id when it is received, so with a snapshot delay `subscribed` comes after messages with
 * higher ids. Validation errors show the current id again, without counting.
 */
export class ClientSession implements DataReceiver {
  readonly #subscriptions = new SubscriptionBook();
  readonly #limiter: RateLimiter;
  readonly #pending = new Set<NodeJS.Timeout>();
  #messageId = 0;

  constructor(
    private readonly socket: WebSocket,
    private readonly connectionId: string,
    private readonly context: SessionContext,
  ) {
    this.#limiter = new RateLimiter(ALLOWED_PER_SECOND, 1_000, context.clock);
    this.#send({ type: 'connected', connection_id: connectionId, message_id: 0 });
  }

  receive(text: string): void {
    const message = readClientMessage(text);
    switch (message.kind) {
      case 'ping':
        return;
      case 'invalid':
        return this.#invalid(message.error);
      case 'refused':
        return this.#error(message.error, this.#messageId);
      case 'unsubscribe':
        return this.#unsubscribe(message.channel, message.id);
      case 'subscribe':
        return this.#subscribe(message);
    }
  }

  /** Sends a data message; cuts a client that does not read, so that it cannot fill the memory. */
  deliver(type: 'channel_data' | 'channel_batch_data', tail: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.unsentBytes > MAX_UNSENT_BYTES) return this.cut();
    this.#messageId += 1;
    this.socket.send(
      `{"type":"${type}","connection_id":"${this.connectionId}","message_id":${this.#messageId},${tail}`,
    );
  }

  /** Bytes that the socket has not sent yet. */
  get unsentBytes(): number {
    return this.socket.bufferedAmount;
  }

  /** Ends the connection at once, whatever is unsent. */
  cut(): void {
    this.socket.terminate();
  }

  /** Ends all subscriptions after the socket has closed. */
  end(): void {
    for (const timer of this.#pending) clearTimeout(timer);
    for (const { channel, id } of this.#subscriptions.all()) this.context.broadcaster.remove(channel, id, this);
  }

  #subscribe(request: Subscribe): void {
    const { channel, id } = request;
    this.#messageId += 1;
    const messageId = this.#messageId;
    if (!this.#subscriptions.reserve(channel)) {
      const limit = subscriptionLimit(channel);
      this.#error(`Per-connection subscription limit reached for ${channel} (limit=${limit}).`, messageId);
    } else if (!isValidSubscriptionId(channel, id, this.context.state)) {
      this.#refuse(channel, `Invalid subscription id for channel: (${channel}-${id})`, messageId);
    } else if (!this.#limiter.allows(`${channel}:${id}`)) {
      // The two spaces are the Indexer's own.
      const text = `Too many subscribe attempts for channel ${channel}-${id}. Please  reconnect and try again.`;
      this.#refuse(channel, text, messageId);
      this.socket.close(POLICY_VIOLATION, RATE_LIMITED);
    } else {
      this.#answer(request, messageId);
    }
  }

  #answer(request: Subscribe, messageId: number): void {
    const contents = snapshotContents(request.channel, request.id, this.context.state);
    const { snapshotDelayMs } = this.context;
    if (snapshotDelayMs === 0) return this.#register(request, messageId, contents);
    const timer = setTimeout(() => {
      this.#pending.delete(timer);
      this.#register(request, messageId, contents);
    }, snapshotDelayMs);
    this.#pending.add(timer);
  }

  #register({ channel, id, batched }: Subscribe, messageId: number, contents: object | undefined): void {
    if (contents === undefined) {
      const text = `Internal error, could not fetch data for subscription: ${channel}.`;
      return this.#refuse(channel, text, messageId, { channel, id });
    }
    if (this.#subscriptions.has(channel, id)) {
      const text = `Invalid subscribe message: already subscribed (${channel}-${id})`;
      return this.#refuse(channel, text, messageId, { channel, id });
    }
    this.#subscriptions.add(channel, id);
    this.context.broadcaster.add(channel, id, batched, this);
    this.#send({ type: 'subscribed', ...this.#ids(messageId), channel, ...this.#shown(channel, id), contents });
    this.context.onSubscribed();
  }

  #unsubscribe(channel: Channel, id: string): void {
    this.#subscriptions.remove(channel, id);
    this.context.broadcaster.remove(channel, id, this);
    this.#messageId += 1;
    this.#send({ type: 'unsubscribed', ...this.#ids(this.#messageId), channel, ...this.#shown(channel, id) });
  }

  #invalid(error: string): void {
    if (this.#limiter.allows('invalid')) return this.#error(error, this.#messageId);
    this.#error('Too many invalid messages. Please reconnect and try again.', this.#messageId);
    this.socket.close(POLICY_VIOLATION, RATE_LIMITED);
  }

  #refuse(channel: Channel, message: string, messageId: number, extra: Extra = {}): void {
    this.#subscriptions.release(channel);
    this.#error(message, messageId, extra);
  }

  #error(message: string, messageId: number, extra: Extra = {}): void {
    this.#send({ type: 'error', message, ...this.#ids(messageId), ...extra });
  }

  #ids(messageId: number): { readonly connection_id: string; readonly message_id: number } {
    return { connection_id: this.connectionId, message_id: messageId };
  }

  #shown(channel: Channel, id: string): { readonly id?: string } {
    if (!showsId(channel)) return {};
    return { id: hasDefaultId(channel) ? channel : id };
  }

  #send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }
}
