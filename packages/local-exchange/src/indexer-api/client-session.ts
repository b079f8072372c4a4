import type { Clock } from '@perpstream/core';
import type { ExchangeTimers } from '../clock/exchange-timers';
import type { SubscriptionFailure } from '../faults/exchange-fault';
import type { FaultyConnection } from '../faults/faulty-connection';
import type { SubscriptionFaults } from '../faults/subscription-faults';
import type { VenueState } from '../venue/venue-state';
import type { Broadcaster, DataMessage, DataReceiver } from './broadcaster';
import { showsId, subscriptionLimit, type Channel } from './channel';
import type { ClientLink } from './client-link';
import { readClientMessage, type ClientMessage } from './client-message';
import { refusalOf, type Compliance } from './compliance';
import type { ExchangeCounters } from './exchange-stats';
import type { KnownTickers } from './known-tickers';
import { RateLimiter } from './rate-limiter';
import { snapshotContents } from './snapshot-contents';
import { SubscriptionBook } from './subscription-book';
import { isValidSubscriptionId } from './subscription-id';
import type { SubscriptionLatency } from './subscription-latency';

const POLICY_VIOLATION = 1008;
const RATE_LIMITED = JSON.stringify({ message: 'Rate limited' });
/** Identical subscribes, and invalid messages, that one connection may send per second. */
const ALLOWED_PER_SECOND = 2;
/** A client with more unsent bytes than this does not read. */
const MAX_UNSENT_BYTES = 64 * 2 ** 20;

type Subscribe = Extract<ClientMessage, { kind: 'subscribe' }>;
type About = { readonly channel?: Channel; readonly id?: string };

/** What all sessions of a server share. */
export type SessionContext = {
  readonly state: VenueState;
  readonly broadcaster: Broadcaster;
  readonly clock: Clock;
  readonly timers: ExchangeTimers;
  readonly tickers: KnownTickers;
  readonly latency: SubscriptionLatency;
  readonly compliance: Compliance;
  readonly counters: ExchangeCounters;
  readonly faults: SubscriptionFaults;
  onSubscribed(): void;
};

/**
 * One WebSocket client: its subscriptions, its message counter, its limits.
 *
 * A subscribe takes its message id when it is received, so with a latency `subscribed` comes after messages with higher
 * ids. Validation errors show the current id again, without counting.
 */
export class ClientSession implements DataReceiver, FaultyConnection {
  readonly #subscriptions = new SubscriptionBook();
  readonly #limiter: RateLimiter;
  readonly #pending = new Set<() => void>();
  #messageId = 0;

  constructor(
    readonly name: string,
    readonly link: ClientLink,
    private readonly connectionId: string,
    private readonly context: SessionContext,
  ) {
    this.#limiter = new RateLimiter(ALLOWED_PER_SECOND, 1_000, context.clock);
    this.#send(0, { type: 'connected' });
  }

  receive(text: string): void {
    try {
      this.#handle(readClientMessage(text));
    } catch {
      this.#error('Internal error', this.#messageId);
    }
  }

  /** Sends a data message; cuts a client that does not read, so that it cannot fill the memory. */
  deliver(type: 'channel_data' | 'channel_batch_data', { channel, id, tail }: DataMessage): void {
    if (!this.link.isOpen) return;
    if (this.link.unsentBytes > MAX_UNSENT_BYTES) return this.link.cut();
    this.#messageId += 1;
    const messageId = this.#messageId;
    const text = `{"type":"${type}","connection_id":"${this.connectionId}","message_id":${messageId},${tail}`;
    this.link.send({ messageId, channel, id, text });
  }

  subscriptions(): Iterable<{ readonly channel: Channel; readonly id: string }> {
    return this.#subscriptions.all();
  }

  hasSubscription(matches: (channel: Channel, id: string) => boolean): boolean {
    return [...this.#subscriptions.all()].some(({ channel, id }) => matches(channel, id));
  }

  jumpMessageId(by: number): void {
    this.#messageId += by;
  }

  /** Ends all subscriptions after the socket has closed. */
  end(): void {
    for (const cancel of this.#pending) cancel();
    for (const { channel, id } of this.#subscriptions.all()) this.context.broadcaster.remove(channel, id, this);
  }

  #handle(message: ClientMessage): void {
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

  #subscribe(request: Subscribe): void {
    const { channel, id } = request;
    this.#messageId += 1;
    const messageId = this.#messageId;
    if (!this.#subscriptions.reserve(channel)) {
      this.context.counters.trips.cap += 1;
      this.#error(capText(channel), messageId);
    } else if (!isValidSubscriptionId(channel, id, this.context.tickers)) {
      this.#refuse(channel, invalidIdText(channel, id), messageId);
    } else if (!this.#limiter.allows(`${channel}:${id}`)) {
      this.context.counters.trips.subscribe += 1;
      // The two spaces are the Indexer's own.
      const text = `Too many subscribe attempts for channel ${channel}-${id}. Please  reconnect and try again.`;
      this.#refuse(channel, text, messageId);
      this.link.close(POLICY_VIOLATION, RATE_LIMITED);
    } else {
      this.#admit(request, messageId);
    }
  }

  /** Answers a subscribe that is in order, unless a fault says otherwise. */
  #admit(request: Subscribe, messageId: number): void {
    const { channel, id } = request;
    const { failure, lossMs } = this.context.faults.take(channel, id, this.name);
    if (failure !== undefined) return this.#fail(request, failure, messageId);
    const { readAfterMs, registerAfterMs } = this.context.latency.next(lossMs);
    this.#after(readAfterMs, () => {
      const contents = snapshotContents(channel, id, this.context.state);
      this.#after(registerAfterMs - readAfterMs, () => this.#register(request, messageId, contents));
    });
  }

  #fail({ channel, id }: Subscribe, failure: SubscriptionFailure, messageId: number): void {
    switch (failure) {
      case 'internal-error':
        return this.#refuse(channel, noDataText(channel), messageId, { channel, id });
      case 'limit':
        return this.#refuse(channel, capText(channel), messageId);
      case 'invalid-id':
        return this.#refuse(channel, invalidIdText(channel, id), messageId);
      case 'silence':
        return this.#subscriptions.release(channel);
    }
  }

  #register({ channel, id, batched }: Subscribe, messageId: number, contents: object | undefined): void {
    const blocked = blockOf(channel, id, this.context.compliance);
    if (blocked !== undefined) return this.#refuse(channel, blocked, messageId, { channel, id });
    if (contents === undefined) return this.#refuse(channel, noDataText(channel), messageId, { channel, id });
    if (this.#subscriptions.has(channel, id)) {
      const text = `Invalid subscribe message: already subscribed (${channel}-${id})`;
      return this.#refuse(channel, text, messageId, { channel, id });
    }
    this.#subscriptions.add(channel, id);
    this.context.broadcaster.add(channel, id, batched, this);
    this.#send(messageId, { type: 'subscribed' }, { channel, ...shown(channel, id), contents }, { channel, id });
    this.context.onSubscribed();
  }

  #unsubscribe(channel: Channel, id: string): void {
    this.#subscriptions.remove(channel, id);
    this.context.broadcaster.remove(channel, id, this);
    this.#messageId += 1;
    this.#send(this.#messageId, { type: 'unsubscribed' }, { channel, ...shown(channel, id) }, { channel, id });
  }

  #invalid(error: string): void {
    if (this.#limiter.allows('invalid')) return this.#error(error, this.#messageId);
    this.context.counters.trips.invalidMessage += 1;
    this.#error('Too many invalid messages. Please reconnect and try again.', this.#messageId);
    this.link.close(POLICY_VIOLATION, RATE_LIMITED);
  }

  #refuse(channel: Channel, message: string, messageId: number, about: About = {}): void {
    this.#subscriptions.release(channel);
    this.#error(message, messageId, about);
  }

  #error(message: string, messageId: number, about: About = {}): void {
    this.#send(messageId, { type: 'error', message }, about, about);
  }

  #send(messageId: number, head: object, rest: object = {}, about: About = {}): void {
    const text = JSON.stringify({ ...head, connection_id: this.connectionId, message_id: messageId, ...rest });
    this.link.send({ messageId, ...about, text });
  }

  /** Does something at once when there is no delay, else after it, unless the connection has ended by then. */
  #after(delayMs: number, work: () => void): void {
    if (delayMs === 0) return work();
    const cancel = this.context.timers.after(delayMs, () => {
      this.#pending.delete(cancel);
      work();
    });
    this.#pending.add(cancel);
  }
}

function shown(channel: Channel, id: string): { readonly id?: string } {
  return showsId(channel) ? { id } : {};
}

function blockOf(channel: Channel, id: string, compliance: Compliance): string | undefined {
  if (channel !== 'v4_subaccounts' && channel !== 'v4_parent_subaccounts') return undefined;
  return refusalOf(id.split('/')[0] ?? '', compliance)?.msg;
}

function capText(channel: Channel): string {
  return `Per-connection subscription limit reached for ${channel} (limit=${subscriptionLimit(channel)}).`;
}

function invalidIdText(channel: Channel, id: string): string {
  return `Invalid subscription id for channel: (${channel}-${id})`;
}

function noDataText(channel: Channel): string {
  return `Internal error, could not fetch data for subscription: ${channel}.`;
}
