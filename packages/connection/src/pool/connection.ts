import { unixMs } from '@perpstream/core';
import { type Subscription } from 'rxjs';
import { ReconnectPolicy, type NextAttempt } from '../state/reconnect-policy';
import { type StreamRecord } from '../streams/stream-record';
import { channelRank, connectionCap } from '../streams/stream-request';
import { type Channel } from '../wire/channel-frame';
import { type FeedContext } from './feed-context';
import { type Place } from './placement';
import { SocketSession, type SessionEnd, type SessionHost } from './socket-session';

/**
 * One numbered connection of the pool for as long as it carries streams: socket after socket, with back-off between them.
 */
export class Connection implements Place, SessionHost {
  readonly #policy: ReconnectPolicy;
  readonly #records = new Map<string, StreamRecord>();
  readonly #counts = new Map<Channel, number>();
  /** What the server took of a channel when it refused one more than it should have. */
  readonly #learnedCaps = new Map<Channel, number>();
  #session: SocketSession | undefined;
  #url = '';
  #timer: Subscription | undefined;

  constructor(
    readonly number: number,
    private readonly context: FeedContext,
    private readonly onFull: (record: StreamRecord) => void,
  ) {
    this.#policy = new ReconnectPolicy(context.backoff, context.random);
  }

  get records(): readonly StreamRecord[] {
    return [...this.#records.values()];
  }

  carries(name: string): boolean {
    return this.#records.has(name);
  }

  room(channel: Channel): number {
    const cap = this.#learnedCaps.get(channel) ?? connectionCap(channel);
    return cap - (this.#counts.get(channel) ?? 0) - (this.#session?.leftovers(channel) ?? 0);
  }

  open(): void {
    const { context, number } = this;
    this.#url = context.endpoints.best(context.scheduler.now());
    context.stateOf({ kind: 'connecting', connection: number, attempt: this.#policy.attempt });
    this.#session = new SocketSession(number, this.#url, context, this);
  }

  /** Takes a stream over; `reason` says why it is asked for here. */
  add(record: StreamRecord, reason: string): void {
    this.#records.set(record.name, record);
    this.#count(record, 1);
    this.context.streamOf(record, this.number, { kind: 'requested', reason });
    if (this.#session?.isOpen === true) this.#session.add(record);
  }

  /** Lets a stream go and unsubscribes it. */
  remove(record: StreamRecord): void {
    this.#records.delete(record.name);
    this.#count(record, -1);
    this.#session?.remove(record.name);
  }

  /** Closes for good. */
  close(reason: string): void {
    this.stop();
    this.context.stateOf({ kind: 'closed', connection: this.number, reason });
  }

  /** Ends it without a word. */
  stop(): void {
    this.#timer?.unsubscribe();
    this.#session?.stop();
    this.#session = undefined;
  }

  opened(connectionId: string): void {
    this.context.stateOf({ kind: 'open', connection: this.number, connectionId });
    const wanted = this.records.filter(({ isBlocked }) => !isBlocked);
    const byRank = wanted.toSorted(
      (left, right) => channelRank(left.stream.channel) - channelRank(right.stream.channel),
    );
    for (const record of byRank) this.#session?.add(record);
  }

  moveElsewhere(record: StreamRecord, reason: string): boolean {
    const { channel } = record.stream;
    const taken = (this.#counts.get(channel) ?? 0) - 1;
    // Refused as the only one: another connection would not take it either.
    if (taken === 0) return false;
    this.#learnedCaps.set(channel, taken);
    this.context.streamOf(record, this.number, {
      kind: 'refused',
      reason,
      retryAtMs: unixMs(this.context.clock.now()),
    });
    this.remove(record);
    this.onFull(record);
    return true;
  }

  ended({ reason, openMs, silentMs, isOurDoing = false }: SessionEnd): void {
    const { context, number } = this;
    this.#session = undefined;
    this.#learnedCaps.clear();
    if (openMs > 0 && silentMs !== undefined) context.stateOf({ kind: 'degraded', connection: number, silentMs });
    context.endpoints.failed(this.#url, context.scheduler.now());
    const next = this.#policy.ended(openMs, isOurDoing);
    this.#tellLoss(reason, next);
    this.#timer = context.scheduler.schedule(() => this.open(), next.delayMs);
  }

  #tellLoss(reason: string, next: NextAttempt): void {
    const { context, number: connection } = this;
    const nextAtMs = unixMs(context.clock.now() + next.delayMs);
    context.fault('connection', `connection ${connection} ${this.#url}`, `${reason}; ${describe(next)}`);
    context.stateOf(
      next.kind === 'waiting'
        ? { kind: 'waiting', connection, attempt: next.failures, retryAtMs: nextAtMs, reason }
        : { kind: 'circuit-open', connection, probeAtMs: nextAtMs, reason },
    );
    for (const record of this.records) {
      if (record.state.kind === 'requested' || record.isBlocked) continue;
      context.streamOf(record, connection, { kind: 'requested', reason: `connection ${connection} lost: ${reason}` });
    }
  }

  #count({ stream: { channel } }: StreamRecord, change: number): void {
    this.#counts.set(channel, (this.#counts.get(channel) ?? 0) + change);
  }
}

function describe({ kind, failures, delayMs }: NextAttempt): string {
  if (kind === 'waiting') return `trying again in ${delayMs} ms`;
  return `${failures} failures in a row, one probe in ${delayMs} ms`;
}
