import { type SocketLink, type SocketListener } from '../socket/socket-link';
import { connectionCap } from '../streams/stream-request';
import { type Channel } from '../wire/channel-frame';
import { type ModelIndexer } from './model-indexer';

type Request = { readonly type: string; readonly channel: Channel; readonly id?: string };

type Message = { readonly message_id: number; readonly [field: string]: unknown };

/** One client of a model Indexer, both ends of it. */
export class ModelSocket implements SocketLink {
  readonly requests: string[] = [];
  readonly subscriptions: Set<string> = new Set();
  isOver = false;
  /** Nothing is delivered any more, not even pongs. */
  isFrozen = false;
  /** Pings are answered, nothing else is delivered. */
  isMute = false;
  messageId = 0;
  readonly #asked = new Map<string, number[]>();
  readonly #reserved = new Map<string, number>();
  #upAtMs = 0;
  #downAtMs = 0;

  constructor(
    readonly url: string,
    private readonly indexer: ModelIndexer,
    private readonly listener: SocketListener,
  ) {
    const { accepts = () => true, greets = true } = indexer.behaviour;
    if (!accepts(url)) this.#down(() => this.#over(() => listener.ended('connection refused')));
    else if (greets) this.#deliver({ type: 'connected', connection_id: 'm', message_id: 0 });
  }

  send(text: string): void {
    const { upMs = () => 0 } = this.indexer.behaviour;
    const { scheduler } = this.indexer;
    this.#upAtMs = Math.max(this.#upAtMs, scheduler.now() + upMs());
    scheduler.schedule(() => this.#receive(JSON.parse(text) as Request), this.#upAtMs - scheduler.now());
  }

  ping(): void {
    this.#down(() => this.listener.alive());
  }

  end(): void {
    this.isOver = true;
  }

  /** The server closes the connection. */
  close(code: number, reason = ''): void {
    this.#down(() => this.#over(() => this.listener.ended(`closed with code ${code}${reason && `, ${reason}`}`)));
  }

  publish(channel: string, id: string): void {
    if (!this.subscriptions.has(`${channel}:${id}`)) return;
    this.messageId += 1;
    this.#deliver({
      type: 'channel_batch_data',
      connection_id: 'm',
      message_id: this.messageId,
      ...(channel === 'v4_markets' ? {} : { id }),
      channel,
      version: '1.0.0',
      contents: [],
    });
  }

  /** Sends a message as it is. */
  raw(text: string): void {
    this.#down(() => this.listener.text(text));
  }

  #receive({ type, channel, id = channel }: Request): void {
    if (this.isOver || this.isFrozen) return;
    this.requests.push(`${type} ${channel}${id === channel ? '' : ` ${id}`}`);
    if (type === 'unsubscribe') return this.#unsubscribe(channel, id);
    this.messageId += 1;
    const messageId = this.messageId;
    const text = this.#refusal(channel, id);
    if (text === 'silence') return;
    if (text !== undefined) return this.#error(text, messageId, channel, id);
    this.#reserve(channel, 1);
    const delayMs = this.indexer.behaviour.snapshotMs?.(channel, id) ?? 0;
    this.indexer.scheduler.schedule(() => this.#register(channel, id, messageId), delayMs);
  }

  #register(channel: Channel, id: string, messageId: number): void {
    if (this.isOver) return;
    if (this.subscriptions.has(`${channel}:${id}`)) {
      this.#reserve(channel, -1);
      return this.#error(`Invalid subscribe message: already subscribed (${channel}-${id})`, messageId, channel, id);
    }
    this.subscriptions.add(`${channel}:${id}`);
    const ids = channel === 'v4_markets' ? {} : { id };
    this.#deliver({ type: 'subscribed', connection_id: 'm', message_id: messageId, channel, ...ids, contents: {} });
  }

  #unsubscribe(channel: Channel, id: string): void {
    if (this.subscriptions.delete(`${channel}:${id}`)) this.#reserve(channel, -1);
    this.messageId += 1;
    const ids = channel === 'v4_markets' ? {} : { id };
    this.#deliver({ type: 'unsubscribed', connection_id: 'm', message_id: this.messageId, channel, ...ids });
  }

  #refusal(channel: Channel, id: string): string | undefined {
    const nowMs = this.indexer.scheduler.now();
    const recent = [...(this.#asked.get(`${channel}:${id}`) ?? []).filter((ms) => nowMs - ms < 1_000), nowMs];
    this.#asked.set(`${channel}:${id}`, recent);
    if (recent.length > 2) {
      this.close(1008, '{"message":"Rate limited"}');
      return `Too many subscribe attempts for channel ${channel}-${id}. Please  reconnect and try again.`;
    }
    const limit = connectionCap(channel);
    if ((this.#reserved.get(channel) ?? 0) >= limit) {
      return `Per-connection subscription limit reached for ${channel} (limit=${limit}).`;
    }
    return this.indexer.behaviour.refuse?.(channel, id, this);
  }

  #reserve(channel: Channel, change: number): void {
    this.#reserved.set(channel, (this.#reserved.get(channel) ?? 0) + change);
  }

  /** Only some errors name the stream that they are about in fields of their own. */
  #error(message: string, messageId: number, channel: string, id: string): void {
    const named = /could not fetch|already|blocked/.test(message) ? { channel, id } : {};
    this.#deliver({ type: 'error', message, connection_id: 'm', message_id: messageId, ...named });
  }

  #deliver(message: Message): void {
    const onTheWay = this.indexer.behaviour.onTheWay ?? ((text) => [text]);
    for (const text of onTheWay(JSON.stringify(message), message.message_id)) {
      this.#down(() => {
        if (!this.isMute) this.listener.text(text);
      });
    }
  }

  #down(tell: () => void): void {
    const { behaviour, scheduler } = this.indexer;
    this.#downAtMs = Math.max(this.#downAtMs, scheduler.now() + (behaviour.downMs?.() ?? 0));
    scheduler.schedule(() => {
      if (!this.isOver && !this.isFrozen) tell();
    }, this.#downAtMs - scheduler.now());
  }

  #over(tell: () => void): void {
    this.isOver = true;
    tell();
  }
}
